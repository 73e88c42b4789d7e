/**
 * What a browser adds where scripts run: times of the reader's own clock, copying, dropping files and folders, progress.
 * Everything else works without. It is kept as text, since it is served and never run here.
 */
export const SCRIPT = `'use strict';
{
  const say = (words) => { document.getElementById('said').textContent = words; };

  for (const time of document.querySelectorAll('time[datetime]')) {
    const date = new Date(time.dateTime);
    time.title = time.textContent;
    time.textContent = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(date);
  }

  for (const button of document.querySelectorAll('[data-copy]')) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    field.addEventListener('focus', () => field.select());
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        // Without TLS browsers keep the newer way shut.
        field.select();
        document.execCommand('copy');
      }
      button.textContent = 'Copied';
      say('The address is copied.');
    });
  }

  document.querySelector('details.more[open]')?.scrollIntoView({ block: 'nearest' });

  const closeCards = (but) => {
    for (const card of document.querySelectorAll('details.more[open]')) if (card !== but) card.open = false;
  };
  document.addEventListener('click', (event) => closeCards(event.target.closest('details.more')));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const card = event.target.closest?.('details.more[open]');
    closeCards(null);
    card?.querySelector('summary').focus();
  });

  const form = document.getElementById('upload');
  if (form) prepareUpload(form);

  function prepareUpload(form) {
    const strip = form.querySelector('[data-progress]');
    const bar = strip.querySelector('progress');
    const words = strip.querySelector('[data-progress-words]');
    let running = null;
    form.querySelector('[data-drop-hint]').hidden = false;
    strip.querySelector('[data-cancel]').addEventListener('click', () => running?.abort());
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const files = [...form.elements.file.files].map((file) => ({ file, name: file.name }));
      if (files.length > 0) send(files);
    });

    addEventListener('beforeunload', (event) => {
      if (running) event.preventDefault();
    });

    let depth = 0;
    const hasFiles = (event) => event.dataTransfer?.types.includes('Files');
    const mark = (step) => {
      depth = Math.max(0, depth + step);
      document.documentElement.classList.toggle('dropping', depth > 0);
    };
    document.addEventListener('dragenter', (event) => hasFiles(event) && mark(1));
    document.addEventListener('dragleave', (event) => hasFiles(event) && mark(-1));
    document.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault());
    document.addEventListener('drop', async (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      mark(0);
      const files = await droppedFiles(event.dataTransfer);
      if (files.length > 0) send(files);
      else say('There is no file in that.');
    });

    function send(files) {
      if (running) return;
      const body = new FormData();
      // The token comes first, and the files last: what comes before a file counts for it.
      body.append('token', form.elements.token.value);
      if (form.elements.replace.checked) body.append('replace', 'yes');
      for (const { file, name } of files) body.append('file', file, name);
      const request = new XMLHttpRequest();
      running = request;
      strip.hidden = false;
      let told = 0;
      request.upload.addEventListener('progress', ({ loaded, total }) => {
        bar.max = Math.max(1, total);
        bar.value = loaded;
        const percent = Math.floor((100 * loaded) / Math.max(1, total));
        words.textContent = loaded === total ? 'Storing…' : percent + ' %';
        if (Date.now() - told < 5000) return;
        told = Date.now();
        say('Uploading, ' + percent + ' percent');
      });
      const end = (line) => {
        running = null;
        strip.hidden = true;
        words.textContent = '';
        fail(line);
      };
      request.addEventListener('load', () => {
        running = null;
        if (request.status === 204) location.assign(form.dataset.folder);
        else if (request.responseURL.includes('/files/sign-in')) location.reload();
        else end('The server refused it (' + request.status + '). Load the page again and try once more.');
      });
      request.addEventListener('error', () => end('The connection broke. What was not finished is not there.'));
      request.addEventListener('abort', () => end('The upload is cancelled.'));
      request.open('POST', form.action);
      request.setRequestHeader('X-Requested-With', 'u1file');
      request.send(body);
      say('Uploading ' + (files.length === 1 ? 'one file' : files.length + ' files'));
    }

    function fail(line) {
      document.getElementById('notice')?.remove();
      const box = document.createElement('div');
      box.id = 'notice';
      box.className = 'notice fault';
      box.setAttribute('role', 'alert');
      box.tabIndex = -1;
      const text = document.createElement('p');
      text.textContent = line;
      box.append(text);
      document.getElementById('main').prepend(box);
      box.focus();
    }
  }

  async function droppedFiles(transfer) {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    if (entries.length === 0) return [...transfer.files].map((file) => ({ file, name: file.name }));
    const found = [];
    for (const entry of entries) await collect(entry, '', found);
    return found;
  }

  async function collect(entry, folder, found) {
    const name = folder + entry.name;
    if (entry.isFile) {
      found.push({ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), name });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (batch.length === 0) return;
      for (const child of batch) await collect(child, name + '/', found);
    }
  }
}
`;

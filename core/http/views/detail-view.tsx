import type { VNode } from 'preact';

import type { Detail } from '../../portal/read-detail.js';
import { moduleNamed } from '../../portal/readable-modules.js';
import type { ConnectionFacts } from '../../portal/portal-facts.js';
import { en } from '../messages/en.js';
import { detailFields } from './detail-fields.js';
import { Comments, Files, Lines, Participants } from './detail-sets.js';
import { FieldList } from './field-list.js';
import { Layout, type Around } from './layout.js';
import { StatusBadge } from './status-badge.js';

export interface DetailModel extends Around {
  record: Detail;
  facts: ConnectionFacts;
}

/** A record's own page; what its reader does not see is not in it. */
export function detailView({ record, facts, ...around }: DetailModel): VNode {
  const { module, values } = record;
  const path = `/records/${module}`;
  const label = en.modules[moduleNamed(module) ?? 'link'];
  const title = text(values['subject']) ?? text(values['number']) ?? en.untitled;
  const { body } = values;
  return (
    <Layout {...around} title={title} current={path}>
      <p class="back">
        <a href={path}>
          <span aria-hidden="true">← </span>
          {en.back(label)}
        </a>
      </p>
      <div class="head">
        <h1>{title}</h1>
        <p class="marks">
          {text(values['status']) && (
            <StatusBadge status={String(values['status'])} group={values['statusGroup']} />
          )}
          <span class="system">{facts.title}</span>
        </p>
        {values['readOnly'] === true && <p class="notice">{en.readOnly}</p>}
      </div>
      <div class="columns">
        <div class="main">
          {text(body) && (
            <section class="panel" aria-labelledby="description">
              <h2 id="description">{en.description}</h2>
              <p class="prose">{text(body)}</p>
            </section>
          )}
          <Lines lines={values['lines']} currency={values['currency']} />
          <Comments comments={values['comments']} zone={facts.zone} />
          <Files
            files={values['files']}
            zone={facts.zone}
            mayDownload={record.actions.includes('download')}
          />
        </div>
        <section class="panel side" aria-labelledby="details">
          <h2 id="details">{en.details}</h2>
          <FieldList fields={detailFields(record, facts)} />
          <Participants participants={values['participants']} />
        </section>
      </div>
    </Layout>
  );
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

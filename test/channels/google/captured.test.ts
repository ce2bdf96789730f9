import request from 'supertest';
import { describe, expect, it } from 'vitest';
import { createRecorder } from '../recorder.ts';
import { createGoogleApp } from './google-app.ts';

type Captured = {
  readonly handler: string;
  readonly intent?: object;
  readonly scene?: object;
  readonly session?: object;
  readonly more?: object;
};

/** The field set that Google sent from 2020 to 2023, with the parts that differ put in. */
function toBody({ handler, intent, scene, session, more }: Captured): object {
  return {
    handler: { name: handler },
    ...(intent && { intent: { params: {}, query: '', ...intent } }),
    scene: {
      name: 'actions.scene.START_CONVERSATION',
      slotFillingStatus: 'UNSPECIFIED',
      slots: {},
      ...scene,
    },
    session: { id: 'ABwppH-captured', params: {}, typeOverrides: [], languageCode: '', ...session },
    user: {
      locale: 'en-US',
      params: { userId: '0000' },
      accountLinkingStatus: 'ACCOUNT_LINKING_STATUS_UNSPECIFIED',
      verificationStatus: 'VERIFIED',
      packageEntitlements: [],
      gaiamint: '',
      permissions: [],
      lastSeenTime: '2020-06-30T07:53:35Z',
    },
    home: { params: {} },
    device: {
      capabilities: ['SPEECH', 'RICH_RESPONSE', 'LONG_FORM_AUDIO'],
      timeZone: { id: 'Europe/Vienna', version: '' },
      currentLocation: {
        coordinates: { latitude: 35.4, longitude: -128 },
        postalAddress: { revision: 0 },
      },
    },
    ...more,
  };
}

const end = { next: { name: 'actions.scene.END_CONVERSATION' } };
const greet = { kind: 'intent', intent: 'smalltalk/greet', slots: {} };

describe('a request in the shape of other people’s', () => {
  it.each<[string, Captured, object]>([
    [
      'launch',
      { handler: 'start', intent: { name: 'actions.intent.MAIN', query: 'Talk to action demo' } },
      greet,
    ],
    [
      'launch into a scene',
      {
        handler: 'LOAD_SETTINGS',
        intent: { name: 'actions.intent.MAIN' },
        scene: { name: 'Welcome' },
      },
      greet,
    ],
    [
      'intent of a framework with one handler',
      {
        handler: 'intent',
        intent: { name: 'HelloWorldIntent', query: 'my name is max' },
        scene: end,
        session: { params: { _STATE_: { createdAt: '2020-06-30T14:01:33.148Z', new: true } } },
      },
      { kind: 'words', text: 'my name is max' },
    ],
    [
      'cancel',
      { handler: 'jovo', intent: { name: 'actions.intent.CANCEL', query: 'cancel' }, scene: end },
      { kind: 'intent', intent: 'smalltalk/goodbye', slots: {} },
    ],
    [
      'yes',
      { handler: 'yeswebhook', intent: { name: 'YES', query: 'Yes' }, scene: { name: 'Start' } },
      { kind: 'yes' },
    ],
    [
      'intent with three parameters',
      {
        handler: 'generic_query',
        intent: {
          name: 'Query_Generic',
          query: 'What are the top 10 voltages',
          params: {
            count: { original: '10', resolved: 10 },
            extrema: { original: 'top', resolved: 'MAX' },
          },
        },
        scene: { name: 'mainScene', next: { name: 'mainScene' } },
      },
      { kind: 'words', text: 'What are the top 10 voltages' },
    ],
    [
      'final form with a list in a slot',
      {
        handler: 'custom_pointers',
        intent: {
          name: 'READ_POINTERS',
          query: 'ask for my glucose',
          params: { pointer: { original: '', resolved: ['glucose', 'sensor age'] } },
        },
        scene: {
          name: 'CustomPointers',
          slotFillingStatus: 'FINAL',
          slots: {
            pointer: {
              mode: 'REQUIRED',
              status: 'SLOT_UNSPECIFIED',
              updated: true,
              value: ['glucose', 'sensor age'],
            },
          },
          ...end,
        },
      },
      { kind: 'words', text: 'ask for my glucose' },
    ],
    [
      'handler with a space, and slots of a number in a string and of a date',
      {
        handler: 'function name',
        intent: { name: 'actions.intent.MAIN' },
        scene: {
          name: 'start',
          slotFillingStatus: undefined,
          slots: {
            number: { mode: 'REQUIRED', status: 'SLOT_UNSPECIFIED', updated: false, value: '342' },
            futureDate: {
              mode: 'REQUIRED',
              status: 'SLOT_UNSPECIFIED',
              updated: true,
              value: { day: 3, month: 10, year: 2019 },
            },
          },
        },
      },
      greet,
    ],
    [
      'favourite colour',
      {
        handler: 'favorite_color',
        intent: {
          name: 'favorite color',
          query: 'blue',
          params: { color: { original: 'blue', resolved: 'blue' } },
        },
      },
      { kind: 'words', text: 'blue' },
    ],
    [
      'request of the fewest fields',
      {
        handler: 'welcome',
        more: { scene: undefined, user: undefined, home: undefined, device: undefined },
      },
      greet,
    ],
  ])('is answered sensibly: %s', async (_what, captured, heard) => {
    const { converse, turns } = createRecorder();
    const { body } = await request(createGoogleApp({ converse }).app)
      .post('/assistant')
      .send(toBody(captured))
      .expect(200);
    expect(turns).toMatchObject([{ session: 'ABwppH-captured', heard }]);
    expect(body.prompt.firstSimple.speech).toMatch(/^Heard: /);
    expect(body.session.id).toBe('ABwppH-captured');
  });

  it('is refused by name where it names nothing of ours and has no words', async () => {
    const { converse, turns } = createRecorder();
    const { body } = await request(createGoogleApp({ converse }).app)
      .post('/assistant')
      .send(toBody({ handler: 'Start_Scene_Initialization' }))
      .expect(400);
    expect(body).toEqual({
      error:
        'Nothing here is called "Start_Scene_Initialization", and the request has no words to understand instead.',
      field: 'handler.name',
      remedy: 'Name an intent of ours, for instance "nomad_run_job", or send the query.',
    });
    expect(turns).toEqual([]);
  });

  it('is not acted on while its form is open', async () => {
    const { converse, turns } = createRecorder();
    const captured = {
      handler: 'on_slot',
      intent: { name: 'GUESS', query: '7' },
      scene: {
        name: 'Guess',
        slotFillingStatus: 'COLLECTING',
        slots: { guess: { mode: 'REQUIRED', value: 7, updated: true } },
      },
    };
    const { body } = await request(createGoogleApp({ converse }).app)
      .post('/assistant')
      .send(toBody(captured))
      .expect(200);
    expect(turns).toEqual([]);
    expect(body.scene.slots).toEqual({ guess: { mode: 'REQUIRED', value: 7, updated: true } });
  });
});

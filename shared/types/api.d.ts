// Generated from shared/openapi.json by frontend/scripts/types.mjs. Do not edit.

export interface paths {
    "/api/v1/account/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The keys, newest first; the keys themselves are not kept. */
        get: operations["account_keys_list"];
        put?: never;
        /** @description Issues a key and shows it once. 403 for scopes one does not have, or another person's key. */
        post: operations["account_keys_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Revokes it at once. 404 for a key that one does not see. */
        delete: operations["account_keys_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The asker's account, role and scopes. Also sets the CSRF cookie that a browser's writes need. */
        get: operations["account_me_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Changes it and ends every other session. 401 wrong_password, 422 weak_password. */
        post: operations["account_password_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description When and from where each was signed in, newest first. */
        get: operations["account_sessions_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Signs it out at once; its sockets close within a second. */
        delete: operations["account_sessions_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Answers the account, sets the cookies of session and CSRF. 401 wrong_password, 429 rate_limited. */
        post: operations["account_sign_in_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Ends the session of this cookie; a key is ended by revoking it. */
        post: operations["account_sign_out_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The teams with their members. */
        get: operations["account_teams_list"];
        put?: never;
        /** @description Founds a team; the founder is its first member. */
        post: operations["account_teams_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/teams/{team_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Gives a person a seat: all that the team owns becomes theirs to see and use. */
        post: operations["account_teams_members_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/teams/{team_id}/members/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** @description Takes the seat away. The last one cannot be: nobody would see what the team owns. */
        delete: operations["account_teams_members_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first; archived ones only where `status` asks for them. */
        get: operations["list_agents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The agent as it stands. */
        get: operations["get_agent"];
        put?: never;
        post?: never;
        /**
         * Archive agent
         * @description End an agent for good: orders cancelled, capital returned, vault closed, keys ended; records stay.
         *
         *     Refused with `agent_holds_positions`, which lists them, unless they are to be closed. From now on its
         *     account takes market sales only. It can be called off (`cancel_saga`) until its capital goes back.
         */
        delete: operations["agents_destroy"];
        options?: never;
        head?: never;
        /**
         * Update agent
         * @description Change settings of an agent's strategy, from its next bar on. Each change is a new version.
         */
        patch: operations["agents_partial_update"];
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive agent
         * @description End an agent for good: orders cancelled, capital returned, vault closed, keys ended; records stay.
         *
         *     Refused with `agent_holds_positions`, which lists them, unless they are to be closed. From now on its
         *     account takes market sales only. It can be called off (`cancel_saga`) until its capital goes back.
         */
        post: operations["agents_archive_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/autonomy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The level that binds it, and whose it is. */
        get: operations["get_agent_autonomy"];
        /**
         * Set autonomy
         * @description Say how far an agent goes without a person; on a farm, team or person, the ceiling for all below.
         *
         *     The lowest level along the tree binds. It does not bind a person who acts in an agent's place.
         */
        put: operations["agents_autonomy_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every budget that binds it, its own last, with what is used. */
        get: operations["get_agent_budget"];
        /**
         * Set budget
         * @description Set what an actor, with all below it, may spend in a day (UTC): calls, money, language models.
         *
         *     All limits at once: what is left out is without a limit. What is used today stays used. Every budget along
         *     the tree binds; what reduces risk is counted and never refused.
         */
        put: operations["agents_budget_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/capabilities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description As AG-UI announces it. */
        get: operations["get_agent_capabilities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first, without their states. */
        get: operations["list_agent_checkpoints"];
        put?: never;
        /**
         * Take checkpoint
         * @description Keep an agent's whole state, to compare with or to bring it back to.
         *
         *     Refused with `too_many_checkpoints` and `checkpoint_too_large`.
         */
        post: operations["agents_checkpoints_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/checkpoints/{checkpoint_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description With the state that would be put back. */
        get: operations["get_agent_checkpoint"];
        put?: never;
        post?: never;
        /**
         * Delete checkpoint
         * @description Keep a checkpoint no longer.
         */
        delete: operations["agents_checkpoints_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/checkpoints/{checkpoint_id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Each place at which the states differ, as a JSON pointer. */
        get: operations["compare_agent_checkpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/checkpoints/{checkpoint_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore checkpoint
         * @description Bring an agent that stands still back to a checkpoint: its settings, and what its strategy remembers.
         *
         *     Money, positions, decisions and memories stay. The moment before is kept as a checkpoint of its own, so
         *     that it can be undone. Refused with `agent_runs`, `checkpoint_does_not_fit` and `checkpoint_changed`.
         */
        post: operations["agents_checkpoints_restore_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/clone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Clone agent
         * @description Set up and start an agent like another: its type, market and settings, with capital of its own.
         *
         *     Memory, decisions and positions are not copied. It stands below the same farm or person.
         */
        post: operations["agents_clone_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. */
        get: operations["list_conversations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/conversations/{thread_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description All of it, to be kept elsewhere. */
        get: operations["export_conversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/conversations/{thread_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In order. */
        get: operations["list_conversation_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. */
        get: operations["list_agent_decisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/decisions/{decision_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description With the orders that it led to, and what they cost beyond what was intended. */
        get: operations["get_agent_decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/decisions/{decision_id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Of the same bars and holdings, with the same settings or others; it changes nothing.
         *
         *     422 `not_repeatable` where the bars are no longer kept, or a language model decided.
         */
        get: operations["rerun_decision"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/execute-tool": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a tool
         * @description Run a tool by its name. With `agent_id` in the path, as that agent.
         */
        post: operations["agents_execute_tool_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/goals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first, as they were last judged. */
        get: operations["list_agent_goals"];
        put?: never;
        /**
         * Create goal
         * @description Set a goal for an agent or a farm, which is judged by its real figures every minute.
         *
         *     Refused with `invalid_goal`, `goal_reached`, `deadline_passed`, `deadline_needed`, `value_unknown`,
         *     `nothing_to_collect`, `vault_disabled` and `too_many_goals`. Collecting needs the scope `operate`, as
         *     every deposit in a vault does (`scope_missing`).
         */
        post: operations["agents_goals_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/graduation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description By stated criteria, each with what the agent has to show. It changes nothing. */
        get: operations["get_agent_graduation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/language-budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Of this UTC day. 404 for an agent that asks no language model. */
        get: operations["get_language_budget"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/mcp-tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A bare array; empty for an agent without tools. */
        get: operations["list_agent_tools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/memory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What answers the words best; without words, the strongest of the newest 500. */
        get: operations["list_agent_memory"];
        put?: never;
        /**
         * Store knowledge
         * @description Remember something for later. The same title and content again are the same memory, as fresh as new.
         *
         *     It fades: after each half-life, half of its importance is left, until it is forgotten. Refused with
         *     `no_farm` and `memory_scope_forbidden`.
         */
        post: operations["agents_memory_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/memory/{memory_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget memory
         * @description Have an agent, its farm or its owner forget something for good.
         */
        delete: operations["agents_memory_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. Looking at them here does not mark them as read: that is the agent's. */
        get: operations["list_agent_messages"];
        put?: never;
        /**
         * Send agent message
         * @description Write to another agent of your owner. It reads it when it asks for its messages; nothing makes it
         *     answer.
         *
         *     Use `send_alert` for people. Refused with `unknown_agent`, `unknown_message`, `inbox_full` (200 unread),
         *     and `message_to_itself`.
         */
        post: operations["agents_messages_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/moment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Its state, settings, holdings and last decision at a moment. 422 before it was made. */
        get: operations["get_agent_moment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause agent
         * @description Keep a running agent from deciding for a while. Its orders and positions stay.
         */
        post: operations["agents_pause_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Its curve, returns, ratios, trades and costs, with definitions, and against buy and hold. */
        get: operations["get_agent_performance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Its own rules, and for each tool what holds and which row of whom says so. */
        get: operations["get_agent_permissions"];
        /**
         * Set permissions
         * @description Set which tools an actor, and all below it, may call: ALLOW, ASK (a person each time) or DENY.
         *
         *     Of one actor its rule for the tool counts before that for the toolset, and that before every tool. Along
         *     the tree the strictest binds: nobody below can widen it. Refused with `unknown_tool`, `unknown_toolset`,
         *     `tool_and_toolset`, `duplicate_rule`.
         */
        put: operations["agents_permissions_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/persistence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Its configuration, strategy state, last bar, last decision and newest 20 checkpoints. */
        get: operations["get_agent_persistence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume agent
         * @description Let a paused agent decide again.
         */
        post: operations["agents_resume_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * @description Takes a RunAgentInput and streams the run's AG-UI events. The same id again is the same run.
         *
         *     Of the messages only the newest user message is heeded: the history is the platform's own. Whoever
         *     goes away comes back with `Last-Event-ID`; the run goes on meanwhile.
         */
        post: operations["run_agent_stream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. Decisions of rules are listed where `trigger=decision` asks for them. */
        get: operations["list_agent_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description By the id its asker gave it, or a decision's id. */
        get: operations["get_agent_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel run
         * @description Stop a run: at once where it waits, otherwise as soon as its worker sees it. Orders it placed stay.
         *
         *     Refused with `run_ended` where it is over.
         */
        post: operations["agents_runs_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/runs/{run_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Exactly those behind `Last-Event-ID` (or `after`), in order, to the end of the run.
         *
         *     With `Accept: application/json` a page of what there is now.
         */
        get: operations["follow_agent_run"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Schedule agent
         * @description Have an agent decide only on bars that close within certain hours. That is a new version.
         */
        put: operations["agents_schedule_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start agent
         * @description Let a new, stopped or broken agent decide on bars.
         */
        post: operations["agents_start_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop agent
         * @description Stop an agent. Its orders and positions stay; it can be started again.
         */
        post: operations["agents_stop_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/todo-list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the order they were written; parts name the to-do they belong to as `parentId`. */
        get: operations["list_agent_todos"];
        put?: never;
        /**
         * Create todo
         * @description Write down something to be done, at the end of your list; it may belong to another, or wait for others.
         *
         *     Refused with `todo_shape` where it would wait for itself or lie more than five levels deep,
         *     `unknown_todo`, `unknown_agent` and `too_many_todos`.
         */
        post: operations["agents_todo_list_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/todo-list/{todo_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update todo
         * @description Change a to-do of an agent's list; what is left out stays as it is.
         */
        patch: operations["agents_todo_list_partial_update"];
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/todo-list/{todo_id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete todo
         * @description Mark a to-do of your list, or one that is assigned to you, as done.
         *
         *     Refused with `todo_blocked` while something that it needs is open, `todo_has_open_parts`, `todo_closed`
         *     and `unknown_todo`.
         */
        post: operations["agents_todo_list_complete_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/vault": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Its addresses and balances; 404 `vault_disabled` for an agent without DeFi. */
        get: operations["get_agent_vault"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first, each with what it changed. `roll_back_agent` goes back to one. */
        get: operations["list_agent_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/{agent_id}/versions/{version}/roll-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll back agent
         * @description Have an agent decide by earlier settings, from its next bar on. That, too, is a new version.
         */
        post: operations["agents_versions_roll_back_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change agents
         * @description Start, pause, resume or stop all agents that match, two hundred at a time.
         *
         *     It is a saga, whose step says how far it has come, and which can be called off between two batches. Agents
         *     whose state does not allow it are left as they are, and told with the reason.
         */
        post: operations["agents_change_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/change/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive agents
         * @description End all agents that match for good, each as `archive_agent` does, and wait until all have ended.
         *
         *     Those that cannot be are told with the reason. Calling it off leaves those that are being archived to it.
         */
        post: operations["agents_change_archive_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/change/configure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Configure agents
         * @description Change settings of all agents of a type that match, from the next bar of each on.
         *
         *     Each gets a new version, to be rolled back by itself. Those that do not take the settings keep theirs, and
         *     are told with the reason. It is a saga like `change_agents`.
         */
        post: operations["agents_change_configure_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/create-complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create agent
         * @description Set up an agent whole and start it: account with capital, vault, permissions, strategy, to-do list.
         *
         *     If any part fails, everything is taken back. Unknown types, venues, symbols and settings are refused.
         */
        post: operations["agents_create_complete_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/language-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description In the order in which they are tried. */
        get: operations["list_language_endpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/language-endpoints/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Have an endpoint of this name. Takes the scope `admin`; without `key` the one there stays. */
        put: operations["set_language_endpoint"];
        post?: never;
        /** @description Ask no model there any more. Takes the scope `admin`. */
        delete: operations["remove_language_endpoint"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/leaderboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The best agents that you see; measured every five minutes. Two queries for any number of them. */
        get: operations["list_leaderboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Counts by state, what the agents are worth, and the newest 100 of them. */
        get: operations["get_agents_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/strategies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description By name: what each does, and what can be set of it. */
        get: operations["list_strategies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What each does, and what can be set of it. Strategies, which backtests take, are all but `llm`. */
        get: operations["list_agent_types"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents/worth": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The same agents in the same order as `list_agents`, page by page. */
        get: operations["list_agent_worth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/farms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. */
        get: operations["list_farms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/farms/{farm_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The farm as it stands. */
        get: operations["get_farm"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/farms/{farm_id}/add-agent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add agent to farm
         * @description Bring an agent into a farm of the same owner. What binds the farm binds the agent from then on.
         */
        post: operations["farms_add_agent_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/farms/{farm_id}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first. */
        get: operations["list_farm_agents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/farms/{farm_id}/goals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Newest first, as they were last judged by the figures of all its agents together. */
        get: operations["list_farm_goals"];
        put?: never;
        /**
         * Create goal
         * @description Set a goal for an agent or a farm, which is judged by its real figures every minute.
         *
         *     Refused with `invalid_goal`, `goal_reached`, `deadline_passed`, `deadline_needed`, `value_unknown`,
         *     `nothing_to_collect`, `vault_disabled` and `too_many_goals`. Collecting needs the scope `operate`, as
         *     every deposit in a vault does (`scope_missing`).
         */
        post: operations["farms_goals_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/farms/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create farm
         * @description Make a farm, to which agents can be added.
         */
        post: operations["farms_create_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/goals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The goals of all agents and farms that you see, newest first. */
        get: operations["list_goals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/goals/{goal_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description As it was last judged. */
        get: operations["get_goal"];
        put?: never;
        post?: never;
        /**
         * Cancel goal
         * @description Give a goal up. It stays on the record as cancelled. Refused with `goal_closed`.
         */
        delete: operations["goals_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/candles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The last closed bars of a symbol, oldest first, and where bars are missing. No gap is filled. */
        get: operations["market_candles_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/exchanges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Each connected exchange with its symbols: age of the quote, bars that are stored, what is wrong. */
        get: operations["market_exchanges_retrieve"];
        put?: never;
        /**
         * Connect exchange
         * @description Follow an exchange's market as a venue of its own; again, to change what is followed.
         *
         *     The gateway process reads quotes, order books and minute bars of these symbols within seconds. Accounts
         *     that are opened at the venue trade on paper, against the exchange's real book. It takes no key.
         */
        post: operations["market_exchanges_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/exchanges/{venue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Disconnect exchange
         * @description Stop following an exchange. Its accounts and bars stay; refused while it has live orders.
         */
        delete: operations["market_exchanges_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/gaps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How many stored bars of a symbol there are, how many are missing between them, and where. */
        get: operations["market_gaps_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/live-data/{symbol}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Last price, bid, ask, the last 24 hours, and whether that is too old to trade on.
         *
         *     404 names the nearest matches of an unknown symbol.
         */
        get: operations["market_live_data_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/order-book": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description The visible ladder of a symbol with its spread and imbalance.
         *
         *     404 `no_order_book` where the venue records none, or has none now.
         */
        get: operations["market_order_book_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/symbols": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The symbols of a venue with their steps, fees and status. */
        get: operations["market_symbols_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/technicals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Indicators from the last closed bars of a symbol, their warm-up, and in words what each shows.
         *
         *     422 `not_enough_history` tells how many bars there are and are needed.
         */
        get: operations["market_technicals_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/market/venues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Every venue, how far its market has come, how fast it runs, whether a replay waits, runs or has
         *     finished, and the scenarios of a simulated one.
         */
        get: operations["market_venues_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The calls that people were asked about, newest first. */
        get: operations["list_approvals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/approvals/{approval_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One call that people were asked about, with how things are now. */
        get: operations["get_approval"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/approvals/{approval_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve call
         * @description Let a call run that waits for people. It passes the kill switch, permissions and the circuit once more.
         *
         *     Where two people have to approve, the first yes is kept. A call whose price has moved too far, or that has
         *     expired, is not run: `state` is VOID or EXPIRED then. Refused with `own_request` (you asked for it),
         *     `not_a_person`, `approval_resolved`, `arguments_changed`, and as the gates refuse; then it still waits.
         */
        post: operations["mcp_approvals_approve_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/approvals/{approval_id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject call
         * @description Refuse a call that waits for people, with a reason; one person is enough.
         *
         *     Refused with `own_request` (cancel the execution instead), `not_a_person`, `approval_resolved`.
         */
        post: operations["mcp_approvals_reject_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The audit trail of the actors that the caller sees, newest first. */
        get: operations["list_audit_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/audit-log/erase-payloads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase payloads
         * @description Erase what an actor's ended calls were given and answered, and what it asked for where a gate refused.
         *
         *     That they were made, by whom, when and what came of them stays, with digests of what was erased: the
         *     audit trail is proven as before. Exports of the audit log that may tell of it are removed. Events that
         *     told of results go with the retention of the event log. 20,000 calls at a time: ask again while
         *     `has_more` is true.
         */
        post: operations["mcp_audit_log_erase_payloads_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/audit-log/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The audit trail of the actors that the caller sees as a file, the oldest entry first, streamed. */
        get: operations["export_audit_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/audit-log/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The exports of the audit log that one sees, newest first; asking for one. */
        get: operations["list_audit_exports"];
        put?: never;
        /**
         * Export audit log
         * @description Write the audit entries that you see to a file, the oldest first, with what was called and answered.
         *
         *     A worker writes it, and tells how far it has come; it can be cancelled, and fetched from `download` until
         *     `expires_at`. Three at a time (`too_many_exports`); the newest twenty are kept; one of more than a
         *     gigabyte is refused with `export_too_large`: ask for a shorter period.
         */
        post: operations["mcp_audit_log_exports_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/audit-log/exports/{export_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One export of the audit log. */
        get: operations["get_audit_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/audit-log/exports/{export_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel audit export
         * @description Call off an export of the audit log that waits or is being written; what is written of it goes.
         *
         *     Refused with `export_ended` where it is over.
         */
        post: operations["mcp_audit_log_exports_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/audit-log/exports/{export_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The file of a finished export, until it expires. */
        get: operations["download_audit_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/audit-log/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Prove the whole audit trail: nothing changed, missing, cut or reordered since it was sealed. */
        get: operations["verify_audit_log"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/autonomy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How far an actor goes without a person. */
        get: operations["get_autonomy"];
        /**
         * Set autonomy
         * @description Say how far an agent goes without a person; on a farm, team or person, the ceiling for all below.
         *
         *     The lowest level along the tree binds. It does not bind a person who acts in an agent's place.
         */
        put: operations["mcp_autonomy_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/budget": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What an actor may spend in a day, and what is used. */
        get: operations["get_budget"];
        /**
         * Set budget
         * @description Set what an actor, with all below it, may spend in a day (UTC): calls, money, language models.
         *
         *     All limits at once: what is left out is without a limit. What is used today stays used. Every budget along
         *     the tree binds; what reduces risk is counted and never refused.
         */
        put: operations["mcp_budget_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/categories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The categories of tools. */
        get: operations["list_tool_categories"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/execute": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a tool
         * @description Run a tool by its name. With `agent_id` in the path, as that agent.
         */
        post: operations["mcp_execute_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/execute-batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run many tools
         * @description Run many tools at once: the gates are asked for all together, and each request has its own answer.
         */
        post: operations["mcp_execute_batch_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Executions, newest first. */
        get: operations["list_executions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/executions/{execution_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One execution. */
        get: operations["get_execution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/executions/{execution_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel execution
         * @description Call off an execution that has not ended; one that runs is stopped, and what it did is undone.
         *
         *     One that waits for something (a backtest, an order, a saga) ends with that thing, which is called off in
         *     its stead. Raises `not_found` for one that you do not see, `not_cancellable` where it is too late.
         */
        post: operations["mcp_executions_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/executions/{execution_id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The result of an execution, piece by piece, however long it is. */
        get: operations["get_execution_result"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Which tools an actor may call, and which row of whom says so. */
        get: operations["get_permissions"];
        /**
         * Set permissions
         * @description Set which tools an actor, and all below it, may call: ALLOW, ASK (a person each time) or DENY.
         *
         *     Of one actor its rule for the tool counts before that for the toolset, and that before every tool. Along
         *     the tree the strictest binds: nobody below can widen it. Refused with `unknown_tool`, `unknown_toolset`,
         *     `tool_and_toolset`, `duplicate_rule`.
         */
        put: operations["mcp_permissions_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The questions of the actors that one sees, newest first. */
        get: operations["list_questions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/questions/{question_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A question of an actor that one sees, with its answer once there is one. */
        get: operations["get_question"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/questions/{question_id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer question
         * @description Answer what an agent asked; its call ends with the answer, and with your name.
         *
         *     Refused with `invalid_answer` (a reason per field), `own_question`, `not_a_person`, `question_closed` and
         *     `question_expired`.
         */
        post: operations["mcp_questions_answer_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/questions/{question_id}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss question
         * @description Say that you will not answer; the asker's call is refused as `question_dismissed`.
         *
         *     Refused with `own_question`, `not_a_person`, `question_closed` and `question_expired`.
         */
        post: operations["mcp_questions_dismiss_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How tools did in a period: the last day, if not told otherwise; in whole hours. */
        get: operations["get_tool_stats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/mcp/tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The tools that the caller may ask for. */
        get: operations["list_tools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio/attribution": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Profit by agent, strategy or symbol: of the trades that ended in the period, and of what is held.
         *
         *     A strategy is the label that its account had when a trade began.
         */
        get: operations["get_portfolio_attribution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description What all accounts that you see, or one of them, were worth over time.
         *
         *     Minutes are kept for some days (setting `equity.minutes_kept_days`), then the last of each day.
         *     Recorded each minute in which an account's worth changed, and every quarter of an hour; each point
         *     is the sum of what each account was last known to be worth. At most 1,000 points: of more, the last
         *     of each of `limit` buckets of nearly equal count.
         */
        get: operations["portfolio_history_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How all accounts that you see, or one of them, did: in USD, or in that one's currency. */
        get: operations["get_portfolio_performance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The open positions that you see at their latest prices, the oldest 1,000. */
        get: operations["portfolio_positions_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/portfolio/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What all accounts that you see, or one of them, are worth. */
        get: operations["portfolio_summary_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/alert-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The rules by which health makes alerts. */
        get: operations["system_alert_rules_list"];
        put?: never;
        /**
         * Create alert rule
         * @description Alert when something that health finds is beyond a threshold, and stays so for a while.
         */
        post: operations["system_alert_rules_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/alert-rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete alert rule
         * @description Delete an alert rule; its open alert ends. A default rule can only be switched off.
         */
        delete: operations["system_alert_rules_destroy"];
        options?: never;
        head?: never;
        /**
         * Update alert rule
         * @description Change an alert rule; what is left out stays. Switched off, its open alert ends.
         */
        patch: operations["system_alert_rules_partial_update"];
        trace?: never;
    };
    "/api/v1/system/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The alerts that one may see, newest first. */
        get: operations["system_alerts_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/alerts/{alert_id}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge alert
         * @description Say that a person knows of an alert. It stays until what it tells of is over or it is resolved.
         */
        post: operations["system_alerts_acknowledge_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/alerts/{alert_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Each channel and recipient, with what has become of it. For whoever sees the sender. */
        get: operations["list_alert_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/alerts/{alert_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve alert
         * @description End an alert by hand. If what it tells of is still so, another is raised after the rule's cooldown.
         */
        post: operations["system_alerts_resolve_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/circuits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Each process's circuits to the endpoints it called; those to webhooks only with the scope admin. */
        get: operations["system_circuits_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every setting: its schema, what holds for the target, who set that, where and when. */
        get: operations["system_configuration_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/configuration/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A setting, and what holds for the target. 404 `unknown_setting` names the nearest. */
        get: operations["system_configuration_retrieve"];
        /**
         * Update configuration
         * @description Set a declared setting for yourself, your farm, your owner, or the platform; all below are bound too.
         *
         *     Every process sees it within a second. During a halt a limit can be made stricter, and nothing else can be
         *     changed (`kill_switch`). Refused with `unknown_setting` (and the nearest), `invalid_value`,
         *     `not_per_actor`, `version_conflict`, and `scope_missing` where your rights do not reach. Strategies' own
         *     settings change with `update_agent`.
         */
        put: operations["system_configuration_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update configuration
         * @description Set a declared setting for yourself, your farm, your owner, or the platform; all below are bound too.
         *
         *     Every process sees it within a second. During a halt a limit can be made stricter, and nothing else can be
         *     changed (`kill_switch`). Refused with `unknown_setting` (and the nearest), `invalid_value`,
         *     `not_per_actor`, `version_conflict`, and `scope_missing` where your rights do not reach. Strategies' own
         *     settings change with `update_agent`.
         */
        patch: operations["system_configuration_partial_update"];
        trace?: never;
    };
    "/api/v1/system/configuration/{key}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The changes of a setting for exactly the target, newest first: what, who, when and why. */
        get: operations["system_configuration_history_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/configuration/{key}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rollback configuration
         * @description Put a setting back to what it was in a version of its history, as a new version.
         *
         *     Version 0 takes the value back, so that what is set above, or the default, holds again.
         */
        post: operations["system_configuration_rollback_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The parked events, newest first. Takes the scope operate. */
        get: operations["system_dead_letters_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/dead-letters/{letter_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The letter with its event, while that is kept. Takes the scope operate. */
        get: operations["system_dead_letters_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/dead-letters/{letter_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve dead letter
         * @description State that a parked event was dealt with by hand, or does not matter; health then counts it no more.
         */
        post: operations["system_dead_letters_resolve_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/dead-letters/{letter_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry dead letter
         * @description Hand a parked event to its subscriber once more, after what stood in the way was mended.
         *
         *     Refused with `still_failing` where it fails again, `letter_resolved`, `event_gone` past retention, and
         *     `subscriber_gone`.
         */
        post: operations["system_dead_letters_retry_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A page of the event log
         * @description Answers what the caller may see. 410 `stream_reset` where events after the cursor are gone.
         */
        get: operations["system_events_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/events/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Events by hour and type, of those that the caller sees by its seats; 31 days at most. */
        get: operations["get_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/events/catalogue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every type of event with the JSON Schema of its payload, as in `shared/events.json`. */
        get: operations["get_event_catalogue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/events/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The event log as it grows
         * @description Server-sent events: `data` is the message as on the socket, `id` its cursor.
         *
         *     Beyond retention a `stream.reset` comes first, as on the socket: fetch the state again. Served by the
         *     `websocket` process, to which the proxies route it; another answers 421 `misdirected`.
         */
        get: operations["system_events_stream_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/health/detailed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Overall (healthy, degraded, critical, offline), a score of 100 with its reasons, every check.
         *
         *     The latest finding of the scheduled checks with its age; where they have stopped, a look of this
         *     process. 503 `database_away` while PostgreSQL does not answer.
         */
        get: operations["system_health_detailed_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/health/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Findings, newest first: every change, and one a minute while nothing changed. */
        get: operations["system_health_history_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/initialization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What each step found and changed, so far where it still runs. Takes the scope operate. */
        get: operations["get_initialization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/initialize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Initialize platform
         * @description Bring the database to what the code expects, step by step: schema, root of the actors, partitions,
         *     tools, permissions, catalogue, instruments, prices, schedules.
         *
         *     Running it again changes nothing; asking while it runs is answered with the one that runs.
         */
        post: operations["system_initialize_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/kill-switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The halts in force on whom one sees and on those above, with what was cancelled and closed. */
        get: operations["system_kill_switch_retrieve"];
        put?: never;
        /**
         * Engage kill switch
         * @description Halt an actor and all below it: once this answers, none of them adds risk until it is released.
         *
         *     Reading, cancelling and closing stay possible. The stricter levels cancel and close from then on;
         *     `GET /system/kill-switch` shows how far that is. A standing halt can be made stricter, not milder.
         *     Halting everything needs the scope `admin`.
         */
        post: operations["system_kill_switch_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/kill-switch/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release kill switch
         * @description Let an actor, and all below it, add risk again. A halt above it still binds.
         *
         *     Refused with `confirmation_needed` unless `confirm` is the target's name or RELEASE.
         */
        post: operations["system_kill_switch_release_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Rates, latencies and depths over the last five minutes and the last hour. */
        get: operations["get_system_metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/reconciliation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every reconciler with its last run and how long ago that was. Takes the scope operate. */
        get: operations["system_reconciliation_retrieve"];
        put?: never;
        /**
         * Run reconciliation
         * @description Hold the platform's records against each other now, one kind or all.
         *
         *     A mismatch raises an alert and halts whom it concerns, as in the runs that are scheduled.
         */
        post: operations["system_reconciliation_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/reconciliation/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The runs that are kept (clean ones a week, others three months), newest first. */
        get: operations["system_reconciliation_runs_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/sagas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The sagas with their steps, newest first. */
        get: operations["system_sagas_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/sagas/{saga_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The saga with its steps. */
        get: operations["system_sagas_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/sagas/{saga_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel saga
         * @description Have a running saga turn back: once its step at hand has ended, what it did is taken back.
         *
         *     Refused with `saga_not_running`, and with `past_point_of_no_return` where it does not turn back any more.
         */
        post: operations["system_sagas_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/sagas/{saga_id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve saga
         * @description State in writing that a failed saga was dealt with by hand; it then needs nobody any more.
         */
        post: operations["system_sagas_resolve_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/sagas/{saga_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry saga
         * @description Have a failed saga go on from where it stands. Refused with `saga_needs_no_person` otherwise.
         */
        post: operations["system_sagas_retry_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The schedules with their last and next run. Takes the scope operate. */
        get: operations["system_schedules_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/schedules/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Update schedule
         * @description Change how often a task runs by the clock, or turn it off. Beat heeds it within seconds, and for good.
         *
         *     Refused with `unknown_schedule`, `invalid_interval` outside its bounds, and `schedule_essential` where
         *     safety rests on it.
         */
        patch: operations["system_schedules_partial_update"];
        trace?: never;
    };
    "/api/v1/system/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Our processes with lease, load and age, and the services outside with their endpoints. */
        get: operations["system_services_retrieve"];
        put?: never;
        /**
         * Register service
         * @description Tell the platform where a service outside is to be had; again, to change its endpoints.
         *
         *     Calls go to the endpoints of the lowest priority that are well, and to the others when those fail.
         */
        post: operations["system_services_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/services/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove service
         * @description Forget a service outside and its endpoints; calls to it are refused from then on.
         */
        delete: operations["system_services_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/stories/{thing_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description By its correlation id, or by that of an event, call, decision, run, order or fill of it.
         *
         *     Answers what the caller may see of it.
         */
        get: operations["get_story"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/subscribers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description How far each subscriber is, what holds it up, and what it owns. Takes the scope operate. */
        get: operations["list_subscribers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/subscribers/{name}/rebuild": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rebuild projection
         * @description Build a projection's tables anew from the event log, beside the live ones, and exchange what differs.
         *
         *     Readers and the projection go on meanwhile; `system.projection_progress` says how far it is. Asking while
         *     it runs is answered with the one that runs. Refused with `unknown_projection`, and `log_cut` where the log
         *     no longer holds all that the tables tell of.
         */
        post: operations["system_subscribers_rebuild_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/subscribers/{subscriber}/retry-dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry dead letters
         * @description Hand a subscriber all that it has parked once more, in order, a hundred events at a time.
         *
         *     Each is taken once, however often this is asked; one that fails again stays parked and holds no other up.
         *     Ask again while `parked` falls. Refused with `subscriber_gone`, and `rebuilding` while a rebuild runs.
         */
        post: operations["system_subscribers_retry_dead_letters_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The webhooks, newest first. */
        get: operations["system_webhooks_list"];
        put?: never;
        /**
         * Create webhook
         * @description Have a URL told of the events that you see, from now on: signed, at least once each, in no set order.
         *
         *     Answer 2xx within 5 seconds; anything else is tried again for about a day. The signature is that of
         *     Standard Webhooks; get its secret from `POST /system/webhooks/{id}/secret`.
         */
        post: operations["system_webhooks_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete webhook
         * @description Remove a webhook and the log of its deliveries; what waits is not sent any more.
         */
        delete: operations["system_webhooks_destroy"];
        options?: never;
        head?: never;
        /**
         * Update webhook
         * @description Change what is given. One that was disabled for failing is enabled again so; what waits is sent.
         */
        patch: operations["system_webhooks_partial_update"];
        trace?: never;
    };
    "/api/v1/system/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The deliveries, newest first, each with its attempts. */
        get: operations["system_webhooks_deliveries_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeliver webhook
         * @description Send a delivery again under the same id, whether it had failed, succeeded or still waits.
         */
        post: operations["system_webhooks_deliveries_redeliver_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/webhooks/{webhook_id}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Gives the webhook another secret and shows it once. Takes the scope operate. */
        post: operations["system_webhooks_secret_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test webhook
         * @description Send a webhook an event of type `webhook.test`; its deliveries soon show what was answered.
         */
        post: operations["system_webhooks_test_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The trading accounts that you see, newest first, with their balances. */
        get: operations["trading_accounts_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/accounts/{account_id}/exchange-credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Seals the credentials; live trading is off until it is enabled anew. Takes the scope admin. */
        put: operations["trading_accounts_exchange_credentials_update"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/accounts/{account_id}/fund": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fund account
         * @description Pay capital into a trading account. It counts as funding, never as profit.
         *
         *     In another currency than the account's it counts for what it is worth now, by the venue's prices. Refused
         *     with `other_currency` (and those there are), `account_closed`, `account_closing` or `unpriced_currency`.
         */
        post: operations["trading_accounts_fund_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/accounts/{account_id}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every transfer of an account, newest first, with what it then had of the asset. */
        get: operations["list_account_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/accounts/{account_id}/ledger/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Every transfer of an account, oldest first, as CSV or JSON. */
        get: operations["export_account_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/accounts/{account_id}/live-trading": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enable live trading
         * @description Let an account trade real money. Its credentials must have been given, and the deployment allow it.
         *
         *     Nothing is sent before the exchange's balances have been held against the ledger.
         */
        post: operations["trading_accounts_live_trading_create"];
        /**
         * Disable live trading
         * @description Stop an account's live trading: nothing more is sent, and what is open at the exchange is cancelled.
         */
        delete: operations["trading_accounts_live_trading_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/accounts/{account_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw from account
         * @description Take capital out of a trading account. It lowers what the account was funded with, and is no loss.
         *
         *     Refused with `insufficient_funds` (and what is free), `other_currency`, `account_closed`,
         *     `account_closing` or `unpriced_currency`.
         */
        post: operations["trading_accounts_withdraw_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The backtests that you see, newest first, with their main figures. */
        get: operations["trading_backtests_list"];
        put?: never;
        /**
         * Backtest strategy
         * @description Play a strategy over recorded or simulated bars, by the engine that fills paper orders.
         *
         *     It sees closed bars only; its orders meet the next bar's open, less what its volume, the price collar and
         *     the account allow. Answers return, ratios, drawdown and costs beside buy and hold on the same terms; the
         *     same request over the same bars answers what was computed before (`reused`). Refusals name the limit:
         *     `too_many_bars`, `too_many_combinations`, `too_much_work`, `too_many_backtests`.
         */
        post: operations["trading_backtests_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/backtests/{backtest_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What was asked for, how far it has come, and the whole report once it has succeeded. */
        get: operations["trading_backtests_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/backtests/{backtest_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel backtest
         * @description Call off a backtest that waits or runs. Refused with `backtest_ended` where it is over.
         */
        post: operations["trading_backtests_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/backtests/{backtest_id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Its trades, or its equity at the close of every bar, as CSV or as JSON.
         *
         *     409 `no_result` before it has succeeded, `curve_not_kept` where it ended before whole curves were
         *     kept: asked for anew, it is computed anew.
         */
        get: operations["trading_backtests_export_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/backtests/{backtest_id}/trades": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Its trades, in the order in which they began; the first 50,000 are kept. */
        get: operations["trading_backtests_trades_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/backtests/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare strategies
         * @description Play several strategies over the same bars with the same capital and costs, and rank them.
         *
         *     Each place comes with its reasons: the figure it was ranked by, drawdown, buy and hold, and how much its
         *     trades can prove. The answer's own figures are those of the best.
         */
        post: operations["trading_backtests_compare_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/exports/{export_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The file that `export_data` made, until it expires. */
        get: operations["get_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/fills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The fills that you see, newest first. */
        get: operations["trading_fills_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/fills/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The fills that you see, oldest first, as CSV or JSON. */
        get: operations["export_fills"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Round trips that you see, newest first; a fill is in the journal within seconds. */
        get: operations["list_journal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/journal/{trade_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Annotate trade
         * @description Write a note on a round trip: why it was made, what it taught.
         */
        patch: operations["trading_journal_partial_update"];
        trace?: never;
    };
    "/api/v1/trading/journal/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The round trips that you see, oldest first, as CSV or JSON. */
        get: operations["export_journal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/live-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Accounts with credentials that you see, newest first: enabled or not, when last compared, what does
         *     not agree.
         */
        get: operations["list_live_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The orders that you see, newest first. */
        get: operations["trading_orders_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/orders/{order_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The order as it stands. */
        get: operations["trading_orders_retrieve"];
        put?: never;
        /**
         * Modify order
         * @description Change a live order; risk judges and reserves it anew, and what is not named stays.
         *
         *     It keeps its place in the queue only where its quantity shrinks or its time alone changes. Refused with
         *     `order_not_live`, `order_not_modifiable`, `nothing_to_change`, `quantity_filled`, `linked_quantity` (the
         *     orders of a group are for one quantity), `already_triggered`, and as `place_order` is.
         */
        post: operations["trading_orders_create"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Modify order
         * @description Change a live order; risk judges and reserves it anew, and what is not named stays.
         *
         *     It keeps its place in the queue only where its quantity shrinks or its time alone changes. Refused with
         *     `order_not_live`, `order_not_modifiable`, `nothing_to_change`, `quantity_filled`, `linked_quantity` (the
         *     orders of a group are for one quantity), `already_triggered`, and as `place_order` is.
         */
        patch: operations["trading_orders_partial_update"];
        trace?: never;
    };
    "/api/v1/trading/orders/{order_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel order
         * @description Cancel what is left of an order and free its funds. Refused with `order_not_live` when over.
         *
         *     With one leg of a pair ends the other, with an entry that has bought nothing its exits.
         */
        post: operations["trading_orders_cancel_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/orders/cancel-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel all orders
         * @description Cancel all live orders of an account, or those of one symbol; answers how many.
         */
        post: operations["trading_orders_cancel_all_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/orders/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The orders that you see, oldest first, as CSV or JSON. */
        get: operations["export_orders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/paper/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Place order
         * @description Place a paper order. A market order answers once it has traded; every other answers as accepted.
         *
         *     Stops fill at what the market has when it reaches them, which may be worse than their price. The legs of a
         *     pair share one reservation; the exits of a bracket become live as its entry fills, for what it bought.
         *
         *     Refusals name the rule: `insufficient_cash`, `insufficient_position`, `lot_size`, `tick_size`,
         *     `min_notional`, `price_collar`, `stale_market`, `max_order_notional`, `open_orders`, `max_position`,
         *     `concentration`, `daily_loss`, `drawdown`, `leverage`, `reduce_only`, `no_liquidity`, `post_only`,
         *     `fill_or_kill`, `kill_switch`, or what is missing or too much (`stop_price_required`); their details hold
         *     the numbers and a `risk_score` from 0 to 100, the nearest limit used.
         */
        post: operations["trading_paper_order_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The open positions that you see at their latest prices, the oldest 1,000. */
        get: operations["trading_positions_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/positions/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close position
         * @description Sell what is held of a symbol at the market; answers once it has traded. The kill switch lets it pass.
         *
         *     Refused with `no_position`, `reduce_only` (more than is held), `insufficient_position` (open sales reserve
         *     it), `lot_size`, `stale_market`, `no_liquidity`.
         */
        post: operations["trading_positions_close_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/price-alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The price alerts that you see, newest first. */
        get: operations["list_price_alerts"];
        put?: never;
        /**
         * Create price alert
         * @description Be told when a price is reached, by the high or low of any bar from the next on.
         *
         *     It raises an alert and the event `market.price_alert`, once; one that repeats is armed again from the
         *     newest price. Refused with `invalid_price_alert`, `too_many`, `unknown_symbol` or `no_market_data`.
         */
        post: operations["trading_price_alerts_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/price-alerts/{alert_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Cancel price alert
         * @description Wait for a price no longer. The alert that it has raised is resolved with it.
         */
        delete: operations["trading_price_alerts_destroy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/risk/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Each limit, how much of it is used, and where it was set.
         *
         *     Of one account, of your own; or, of all that you see, as it holds for the account nearest to it.
         */
        get: operations["trading_risk_limits_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/risk/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * @description Ratios, VaR and CVaR, concentration: of one account, of your own, or of all that you see.
         *
         *     A call of `calculate_risk_metrics`, which says what each figure means; 202 where it takes longer.
         */
        get: operations["trading_risk_metrics_retrieve"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/risk/stress-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stress test portfolio
         * @description Move prices at once and tell what is lost: named scenarios, or your own, on what is held now.
         *
         *     Of the account named, else of your own, else of all that you see. Each scenario says whether its numbers
         *     were measured or are assumed. Refused with `unpriced_position`.
         */
        post: operations["trading_risk_stress_test_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/transfers/{transfer_id}/correct": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Correct transfer
         * @description Take a transfer back by booking the same the other way; what was booked stays as it is.
         *
         *     Refused with `transfer_of_fill` for what a trade or its fee moved, `is_correction`, `already_corrected`,
         *     `account_closed`, and `insufficient_funds` where the money is no longer there.
         */
        post: operations["trading_transfers_correct_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/watchlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The watchlists that you see, the first 200 by name, with the latest prices of their symbols. */
        get: operations["list_watchlists"];
        put?: never;
        /**
         * Create watchlist
         * @description Begin a list of symbols to follow. Refused with `watchlist_exists`, `too_many`, `unknown_symbol`.
         */
        post: operations["trading_watchlists_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading/watchlists/{watchlist_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete watchlist
         * @description Remove a watchlist. Price alerts on its symbols stay.
         */
        delete: operations["trading_watchlists_destroy"];
        options?: never;
        head?: never;
        /**
         * Update watchlist
         * @description Rename a watchlist, order its symbols anew, add some or take some off.
         */
        patch: operations["trading_watchlists_partial_update"];
        trace?: never;
    };
    "/api/v1/vaults": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description The vaults that the caller sees. */
        get: operations["list_vaults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vaults/{vault_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description One vault. */
        get: operations["get_vault"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vaults/{vault_id}/deposit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deposit to vault
         * @description Move cash from the trading account of a vault's owner into the vault.
         */
        post: operations["vaults_deposit_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vaults/{vault_id}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description What went into a vault and out of it, newest first. */
        get: operations["list_vault_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vaults/{vault_id}/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Empty: no protocol is connected yet, so nothing can be staked or pooled. */
        get: operations["list_vault_positions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vaults/{vault_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw from vault
         * @description Move cash from a vault back to the trading account of its owner.
         */
        post: operations["vaults_withdraw_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/vaults/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create vault
         * @description Open a vault with one address per network. An actor has one vault at a time.
         */
        post: operations["vaults_create_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountOut
         * @description One trading account.
         */
        AccountOut: {
            /** Agentid */
            agentId: string | null;
            /** Balances */
            balances: components["schemas"]["BalanceOut"][];
            /** Closedat */
            closedAt: string | null;
            /** Currency */
            currency: string;
            /** Funded */
            funded: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /**
             * Openedat
             * Format: date-time
             */
            openedAt: string;
            /** Source */
            source: string;
            /** Status */
            status: string;
            /** Venue */
            venue: string | null;
        };
        /** AccountOutPage */
        AccountOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["AccountOut"][];
        };
        /**
         * ActivityOut
         * @description What happened in a period, hour by hour and type by type; hours without any are left out.
         */
        ActivityOut: {
            /** Count */
            count: number;
            /** Results */
            results: components["schemas"]["HourOut"][];
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * ActorOut
         * @description Somebody, by id and name.
         */
        ActorOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * AddressOut
         * @description An address on one network.
         */
        AddressOut: {
            /** Address */
            address: string;
            /** Chainid */
            chainId: number;
            /** Derivationpath */
            derivationPath: string;
            /** Network */
            network: string;
        };
        /**
         * AgentMessageOut
         * @description A message in an agent's inbox; null `readAt`: the agent has not read it.
         */
        AgentMessageOut: {
            /** Body */
            body: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Readat */
            readAt: string | null;
            /**
             * Recipientid
             * Format: uuid
             */
            recipientId: string;
            /** Replytoid */
            replyToId: string | null;
            /**
             * Senderid
             * Format: uuid
             */
            senderId: string;
            /** Senderkind */
            senderKind: string;
            /** Sendername */
            senderName: string;
            /**
             * Sentat
             * Format: date-time
             */
            sentAt: string;
            /** Subject */
            subject: string;
        };
        /** AgentMessageOutPage */
        AgentMessageOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["AgentMessageOut"][];
        };
        /**
         * AgentOut
         * @description One agent; `initialCapital` in its account's currency, `autonomy` is the level that binds it.
         *
         *     `heartbeatAt` is when it was last asked to decide, in real time; in `health`, `late` is behind its market,
         *     and `waiting` before a market that stands still.
         */
        AgentOut: {
            /**
             * Accountid
             * Format: uuid
             */
            accountId: string;
            /** Autonomy */
            autonomy: components["schemas"]["AutonomyLevel"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Enabledefi */
            enableDeFi: boolean;
            /** Enablemcp */
            enableMCP: boolean;
            /** Error */
            error: string;
            /** Errorcode */
            errorCode: string;
            /** Failedat */
            failedAt: string | null;
            /** Farmid */
            farmId: string | null;
            /** Health */
            health: components["schemas"]["HealthEnum"];
            /** Heartbeatat */
            heartbeatAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Initialcapital */
            initialCapital: string;
            /** Interval */
            interval: string;
            /** Lastbarat */
            lastBarAt: string | null;
            /** Name */
            name: string;
            /** Nextretryat */
            nextRetryAt: string | null;
            /**
             * Ownerid
             * Format: uuid
             */
            ownerId: string;
            /** Retries */
            retries: number;
            /** Status */
            status: string;
            /** Symbols */
            symbols: string[];
            /** Type */
            type: string;
            /** Venue */
            venue: string;
            /** Version */
            version: number;
        };
        /** AgentOutPage */
        AgentOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["AgentOut"][];
        };
        /**
         * AgentPerformanceOut
         * @description How an agent did in a period; each figure is told in `definitions`, and why one is null in `missing`.
         *
         *     Ratios are of `days` whole days. `modelCost` is what its language model cost, in USD.
         */
        AgentPerformanceOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Averageexposure */
            averageExposure: string | null;
            buyAndHold: components["schemas"]["BenchmarkOut"];
            /** Costadjustedreturn */
            costAdjustedReturn: string | null;
            /** Costperdecision */
            costPerDecision: string | null;
            /** Costperprofit */
            costPerProfit: string | null;
            /** Currency */
            currency: string;
            /** Curve */
            curve: components["schemas"]["EquityPointOut"][];
            /** Days */
            days: number;
            /** Definitions */
            definitions: {
                [key: string]: string;
            };
            /** Equity */
            equity: string | null;
            /** Excessreturn */
            excessReturn: string | null;
            /** Exposure */
            exposure: string | null;
            /** Fees */
            fees: string | null;
            /** Funded */
            funded: string;
            /** Leftout */
            leftOut: components["schemas"]["LeftOutOut"][];
            maxDrawdown: components["schemas"]["DrawdownOut"] | null;
            /**
             * Method
             * @default Time-weighted: from each recorded minute to the next, profit over the equity before and what was paid in meanwhile; what was taken out counts as gone at that stretch's end. Buy and hold: equal parts of the symbols traded, from the first trade on each venue, without fees.
             */
            method: string;
            /** Missing */
            missing: {
                [key: string]: string;
            };
            /** Modelcost */
            modelCost: string;
            /** Modeldecisions */
            modelDecisions: number;
            /** Period */
            period: string;
            /** Periods */
            periods: components["schemas"]["PeriodReturnOut"][];
            /** Profit */
            profit: string | null;
            /** Realisedpnl */
            realisedPnl: string | null;
            /** Sharpe */
            sharpe: string | null;
            /** Since */
            since: string | null;
            /** Sortino */
            sortino: string | null;
            /** Source */
            source: string;
            /** Timeweightedreturn */
            timeWeightedReturn: string | null;
            trades: components["schemas"]["TradesOut"];
            /** Unrealisedpnl */
            unrealisedPnl: string | null;
            /**
             * Until
             * Format: date-time
             */
            until: string;
            /** Volatility */
            volatility: string | null;
        };
        /**
         * AgentSummary
         * @description One agent in the status: `value` is its cash and positions, null while a position has no price.
         */
        AgentSummary: {
            /** Currency */
            currency: string;
            /** Error */
            error: string;
            /** Farmid */
            farmId: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Initialcapital */
            initialCapital: string;
            /** Lastbarat */
            lastBarAt: string | null;
            /** Name */
            name: string;
            /** Nextretryat */
            nextRetryAt: string | null;
            /** Status */
            status: string;
            /** Type */
            type: string;
            /** Value */
            value: string | null;
        };
        /** AgentSummaryPage */
        AgentSummaryPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["AgentSummary"][];
        };
        /**
         * AlertOut
         * @description What somebody should look at: OPEN, ACKNOWLEDGED (a person knows) or RESOLVED.
         *
         *     `resolved_by` is null where it ended by itself, `audience` where it concerns the whole platform.
         */
        AlertOut: {
            /** Acknowledgedat */
            acknowledgedAt: string | null;
            /** Acknowledgedby */
            acknowledgedBy: string | null;
            /** Audience */
            audience: string | null;
            /** Detail */
            detail: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Measured */
            measured: {
                [key: string]: unknown;
            };
            /** Note */
            note: string;
            /**
             * Raisedat
             * Format: date-time
             */
            raisedAt: string;
            /** Resolvedat */
            resolvedAt: string | null;
            /** Resolvedby */
            resolvedBy: string | null;
            /**
             * Seenat
             * Format: date-time
             */
            seenAt: string;
            /** Severity */
            severity: string;
            /** Source */
            source: string;
            /** Status */
            status: string;
            /** Subject */
            subject: string;
            /** Timesseen */
            timesSeen: number;
            /** Title */
            title: string;
        };
        /** AlertOutPage */
        AlertOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["AlertOut"][];
        };
        /**
         * AlertRuleOut
         * @description When an alert is raised: `what` is beyond `threshold` for `for_seconds`.
         *
         *     `is_breached` is what was found last, since `turned_at`; `seed` names the default it was, or is empty.
         */
        AlertRuleOut: {
            /** Comparison */
            comparison: string;
            /** Cooldownseconds */
            cooldownSeconds: number;
            /** Forseconds */
            forSeconds: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Isbreached */
            isBreached: boolean;
            /** Isenabled */
            isEnabled: boolean;
            /** Name */
            name: string;
            /** Seed */
            seed: string;
            /** Severity */
            severity: string;
            /** Threshold */
            threshold: string;
            /** Turnedat */
            turnedAt: string | null;
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
            /** Updatedby */
            updatedBy: string | null;
            /** What */
            what: string;
        };
        /** AlertRuleOutPage */
        AlertRuleOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["AlertRuleOut"][];
        };
        /**
         * ApprovalDetail
         * @description The same, with the facts as they are now, and how far they have moved in percent.
         *
         *     Null where they are not known now, or where it was decided already.
         */
        ApprovalDetail: {
            actor: components["schemas"]["ActorOut"];
            /** Agentid */
            agentId: string | null;
            /** Approvedby */
            approvedBy: components["schemas"]["ActorOut"][];
            /** Argumentsdigest */
            argumentsDigest: string;
            askedBy: components["schemas"]["ActorOut"];
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Because */
            because: string;
            /** Drift */
            drift: string | null;
            /**
             * Executionid
             * Format: uuid
             */
            executionId: string;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /** Facts */
            facts: {
                [key: string]: string;
            };
            /** Factsnow */
            factsNow: {
                [key: string]: string;
            } | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Maxdrift */
            maxDrift: string;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** People */
            people: number;
            /** Reason */
            reason: string;
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Resolvedat */
            resolvedAt: string | null;
            resolvedBy: components["schemas"]["ActorOut"] | null;
            state: components["schemas"]["ApprovalState"];
            /** Tool */
            tool: string;
        };
        /**
         * ApprovalOut
         * @description A call that people were asked about.
         *
         *     `facts` are what it rested on when it was asked, such as the price; `maxDrift` is how far they may move,
         *     in percent. `because` says which rule asked. It takes `people` different persons; `approvedBy` said yes
         *     so far. `argumentsDigest` is of exactly these parameters: send it along, and nothing else is approved.
         */
        ApprovalOut: {
            actor: components["schemas"]["ActorOut"];
            /** Agentid */
            agentId: string | null;
            /** Approvedby */
            approvedBy: components["schemas"]["ActorOut"][];
            /** Argumentsdigest */
            argumentsDigest: string;
            askedBy: components["schemas"]["ActorOut"];
            /** Because */
            because: string;
            /**
             * Executionid
             * Format: uuid
             */
            executionId: string;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /** Facts */
            facts: {
                [key: string]: string;
            };
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Maxdrift */
            maxDrift: string;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** People */
            people: number;
            /** Reason */
            reason: string;
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Resolvedat */
            resolvedAt: string | null;
            resolvedBy: components["schemas"]["ActorOut"] | null;
            state: components["schemas"]["ApprovalState"];
            /** Tool */
            tool: string;
        };
        /** ApprovalOutPage */
        ApprovalOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["ApprovalOut"][];
        };
        /**
         * ApprovalState
         * @description What came of asking people about a call. All but the first are final.
         * @enum {string}
         */
        ApprovalState: "PENDING" | "APPROVED" | "REJECTED" | "EXPIRED" | "VOID" | "CANCELLED";
        /**
         * AttributionOut
         * @description Whose profit it was: rows and `others` are exactly `total`. A strategy without a name is empty.
         *
         *     `leftOut` names the symbols whose trades are in none of them: what they are paid with has no price.
         */
        AttributionOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            by: components["schemas"]["By"];
            /** Currency */
            currency: string;
            /** Leftout */
            leftOut: components["schemas"]["LeftOutOut"][];
            others: components["schemas"]["ShareOut"] | null;
            /** Rows */
            rows: components["schemas"]["ShareOut"][];
            /** Source */
            source: string;
            total: components["schemas"]["ShareOut"];
        };
        /**
         * AuditExportOut
         * @description An export as it stands. `total` is null until it is counted, `download` until the file is complete.
         *
         *     `filters` are those of the audit log that were asked for, in the names of its query.
         */
        AuditExportOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            /** Code */
            code: string;
            /** Download */
            download: string | null;
            /**
             * Executionid
             * Format: uuid
             */
            executionId: string;
            /** Expiresat */
            expiresAt: string | null;
            /** Filetype */
            fileType: string;
            /** Filters */
            filters: {
                [key: string]: unknown;
            };
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reason */
            reason: string;
            /**
             * Requestedat
             * Format: date-time
             */
            requestedAt: string;
            /** Rows */
            rows: number;
            /** Size */
            size: number;
            /** Startedat */
            startedAt: string | null;
            /** Status */
            status: string;
            /** Total */
            total: number | null;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /** AuditExportOutPage */
        AuditExportOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["AuditExportOut"][];
        };
        /**
         * AuditOut
         * @description One entry of the audit trail. `seq` is null until it is sealed.
         *
         *     From `parameters` on it tells of its call, as far as there is one: secrets are masked, and of a long
         *     result only the place is told. Where a gate refused, `parameters` are what was asked for, cut short.
         *     `erasedAt` says when that was erased; the digests in `details` stay.
         */
        AuditOut: {
            /** Action */
            action: string;
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            /** Attempts */
            attempts: number | null;
            /** Callid */
            callId: string | null;
            /** Code */
            code: string;
            /**
             * Correlationid
             * Format: uuid
             */
            correlationId: string;
            /** Cost */
            cost: number | null;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Erasedat */
            erasedAt: string | null;
            /** Executiontime */
            executionTime: number | null;
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Interface */
            interface: string;
            /** Outcome */
            outcome: string;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            } | null;
            /**
             * Principalid
             * Format: uuid
             */
            principalId: string;
            /** Queuedat */
            queuedAt: string | null;
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Result */
            result: {
                [key: string]: unknown;
            } | null;
            /** Resulturl */
            resultUrl: string | null;
            /** Seq */
            seq: number | null;
            /** Startedat */
            startedAt: string | null;
            /** Subject */
            subject: string;
        };
        /** AuditOutPage */
        AuditOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["AuditOut"][];
        };
        /**
         * AuditProblemOut
         * @description One thing that is not as it was sealed.
         */
        AuditProblemOut: {
            /** Detail */
            detail: string;
            /** Kind */
            kind: string;
            /** Where */
            where: string;
        };
        /**
         * AuditProofOut
         * @description What a proof of the audit trail found.
         */
        AuditProofOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Blocks */
            blocks: number;
            /** Entries */
            entries: number;
            /** Isintact */
            isIntact: boolean;
            /** Problems */
            problems: components["schemas"]["AuditProblemOut"][];
            /** Unsealed */
            unsealed: number;
            /** Unsealedsince */
            unsealedSince: string | null;
        };
        /** @enum {string} */
        AutonomyLevel: "observe" | "propose" | "act_with_approval" | "act";
        /**
         * AutonomyOut
         * @description How far an actor goes without a person: the lowest level along its lineage.
         *
         *     `own` is what is set for exactly this actor; `decidedBy` is null where no level is set: then it acts.
         */
        AutonomyOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            decidedBy: components["schemas"]["RuleHolder"] | null;
            /** Level */
            level: components["schemas"]["AutonomyLevel"];
            /** Own */
            own: ("observe" | "propose" | "act_with_approval" | "act") | null;
        };
        /**
         * BacktestDetail
         * @description A backtest with what was asked for and, once it has succeeded, the whole report.
         */
        BacktestDetail: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            benchmark: components["schemas"]["Metrics"] | null;
            /** Code */
            code: string;
            /** Fingerprint */
            fingerprint: string;
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Interval */
            interval: string;
            kind: components["schemas"]["Kind"];
            metrics: components["schemas"]["Metrics"] | null;
            /** Progress */
            progress: number;
            /** Reason */
            reason: string;
            report: components["schemas"]["Report"] | null;
            request: components["schemas"]["BacktestRequest"];
            /**
             * Requestedat
             * Format: date-time
             */
            requestedAt: string;
            /** Reused */
            reused: boolean;
            /** Source */
            source: string | null;
            /** Startedat */
            startedAt: string | null;
            /** Status */
            status: string;
            /** Strategy */
            strategy: string;
            /** Symbol */
            symbol: string;
            /** Tradecount */
            tradeCount: number;
            /** Venue */
            venue: string;
        };
        /**
         * BacktestOut
         * @description A backtest as lists show it; `metrics` is null until it has succeeded, `code` and `reason` say why it
         *     has not.
         */
        BacktestOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            benchmark: components["schemas"]["Metrics"] | null;
            /** Code */
            code: string;
            /** Fingerprint */
            fingerprint: string;
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Interval */
            interval: string;
            kind: components["schemas"]["Kind"];
            metrics: components["schemas"]["Metrics"] | null;
            /** Progress */
            progress: number;
            /** Reason */
            reason: string;
            /**
             * Requestedat
             * Format: date-time
             */
            requestedAt: string;
            /** Reused */
            reused: boolean;
            /** Source */
            source: string | null;
            /** Startedat */
            startedAt: string | null;
            /** Status */
            status: string;
            /** Strategy */
            strategy: string;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
        };
        /** BacktestOutPage */
        BacktestOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["BacktestOut"][];
        };
        /**
         * BacktestRequest
         * @description A backtest with everything filled in: equal requests over equal bars have equal results.
         */
        BacktestRequest: {
            /** Capital */
            capital: string;
            /** Contenders */
            contenders: components["schemas"]["Contender"][];
            /**
             * End
             * Format: date-time
             */
            end: string;
            /** Grid */
            grid?: {
                [key: string]: (string | number | boolean)[];
            };
            interval: components["schemas"]["Interval"];
            /** Latencyseconds */
            latencySeconds: number;
            /** Makerfee */
            makerFee: string;
            /** @default sharpe */
            objective: components["schemas"]["Objective"];
            /** Slippage */
            slippage: string;
            /**
             * Start
             * Format: date-time
             */
            start: string;
            /**
             * Symbol
             * @description A pair such as BTC/USD; BTC-USD, BTCUSD and btc-usd mean the same.
             * @example BTC/USD
             */
            symbol: string;
            /** Takerfee */
            takerFee: string;
            /** Venue */
            venue: string;
            /** @default null */
            walkForward: components["schemas"]["WalkForward"] | null;
        };
        /**
         * BalanceOut
         * @description How much of an asset there is, and how much of it live orders reserve.
         */
        BalanceOut: {
            /** Asset */
            asset: string;
            /** Held */
            held: string;
            /** Total */
            total: string;
        };
        /**
         * BatchAnswer
         * @description What became of one request: an execution, as it stands, or a refusal.
         */
        BatchAnswer: {
            execution: components["schemas"]["ExecutionPending"] | null;
            refusal: components["schemas"]["BatchRefusal"] | null;
        };
        /**
         * BatchAnswers
         * @description One answer for each request, in their order.
         */
        BatchAnswers: {
            /** Results */
            results: components["schemas"]["BatchAnswer"][];
        };
        /**
         * BatchItem
         * @description One request of a batch; `idempotencyKey` keeps it from running twice.
         */
        BatchItem: {
            /**
             * Agentid
             * @default null
             */
            agentId: string | null;
            /**
             * Idempotencykey
             * @default null
             */
            idempotencyKey: string | null;
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: unknown;
            };
            /**
             * Tool
             * @default null
             */
            tool: string | null;
            /**
             * Toolid
             * @default null
             */
            toolId: string | null;
        };
        /**
         * BatchRefusal
         * @description Why a request of a batch became no execution: what its own answer would have been, with its status.
         */
        BatchRefusal: {
            /** Code */
            code: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Errors */
            errors: {
                [key: string]: string;
            }[];
            /** Reason */
            reason: string;
            /** Retryafter */
            retryAfter: number | null;
            /** Status */
            status: number;
        };
        /**
         * BatchRequest
         * @description Up to 200 requests, which pass the gates together.
         */
        BatchRequest: {
            /** Calls */
            calls: components["schemas"]["BatchItem"][];
        };
        /**
         * BenchmarkOut
         * @description What the same symbols did, in percent, bought in equal parts at the first trade and held.
         */
        BenchmarkOut: {
            /** Symbols */
            symbols: string[];
            /** Totalreturn */
            totalReturn: string | null;
        };
        /**
         * BudgetOut
         * @description What somebody, with all below, may spend in a day, and what is used; null is without a limit.
         */
        BudgetOut: {
            actor: components["schemas"]["RuleHolder"];
            /** Callsperday */
            callsPerDay: number | null;
            /** Callsused */
            callsUsed: number;
            /** Currency */
            currency: string;
            /** Llmperday */
            llmPerDay: string | null;
            /** Llmused */
            llmUsed: string;
            /** Moneyperday */
            moneyPerDay: string | null;
            /** Moneyused */
            moneyUsed: string;
        };
        /**
         * BudgetsOut
         * @description Every budget that binds an actor, its own last; all of them begin anew at `resetsAt`.
         */
        BudgetsOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Budgets */
            budgets: components["schemas"]["BudgetOut"][];
            /**
             * Resetsat
             * Format: date-time
             */
            resetsAt: string;
        };
        /**
         * By
         * @description What results are attributed to. A strategy is the label its account had when a trade began.
         * @enum {string}
         */
        By: "agent" | "strategy" | "symbol";
        /**
         * CallStatus
         * @description Where a call stands. The first three are open; the others are final.
         * @enum {string}
         */
        CallStatus: "AWAITING_APPROVAL" | "QUEUED" | "DEFERRED" | "SUCCEEDED" | "REFUSED" | "FAILED" | "CANCELLED";
        /**
         * CandleGaps
         * @description How whole the stored bars of a symbol are; the longest gaps first, at most 200.
         */
        CandleGaps: {
            /** Asof */
            asOf: string | null;
            /** Bars */
            bars: number;
            /** First */
            first: string | null;
            /** Gaps */
            gaps: components["schemas"]["GapOut"][];
            interval: components["schemas"]["Interval"];
            /** Last */
            last: string | null;
            /** Missing */
            missing: number;
            /** Source */
            source: string;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
        };
        /**
         * CandleOut
         * @description One closed bar; volume in the base asset.
         */
        CandleOut: {
            /** Close */
            close: string;
            /** High */
            high: string;
            /** Low */
            low: string;
            /** Open */
            open: string;
            /**
             * Openedat
             * Format: date-time
             */
            openedAt: string;
            /** Volume */
            volume: string;
        };
        /**
         * Candles
         * @description The last closed bars of a symbol, oldest first, and where bars are missing among and after them.
         *
         *     `scenarios` names what was laid over a simulated market while they lasted.
         */
        Candles: {
            /** Asof */
            asOf: string | null;
            /** Candles */
            candles: components["schemas"]["CandleOut"][];
            /** Gaps */
            gaps: components["schemas"]["GapOut"][];
            interval: components["schemas"]["Interval"];
            /** Scenarios */
            scenarios: components["schemas"]["ScenarioKind"][];
            /** Source */
            source: string;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
        };
        /**
         * CatalogueOut
         * @description Every type of event, by name.
         */
        CatalogueOut: {
            /** Count */
            count: number;
            /** Results */
            results: components["schemas"]["EventTypeOut"][];
        };
        /**
         * CategoryOut
         * @description A category of tools, with the names of those that the caller sees.
         */
        CategoryOut: {
            /** Description */
            description: string;
            /** Id */
            id: string;
            /** Tools */
            tools: string[];
        };
        /**
         * CategoryPage
         * @description All categories.
         */
        CategoryPage: {
            /** Count */
            count: number;
            /**
             * Countisexact
             * @default true
             */
            countIsExact: boolean;
            /**
             * Next
             * @default null
             */
            next: string | null;
            /**
             * Previous
             * @default null
             */
            previous: string | null;
            /** Results */
            results: components["schemas"]["CategoryOut"][];
        };
        /**
         * ChangeOut
         * @description A setting, as it was and as it became; null where there was none.
         */
        ChangeOut: {
            /**
             * After
             * @default null
             */
            after: unknown;
            /**
             * Before
             * @default null
             */
            before: unknown;
            /** Name */
            name: string;
        };
        /** @enum {string} */
        ChannelEnum: "in_app" | "webhook" | "email";
        /**
         * ChapterOut
         * @description A thing of a story, of a kind: `event`, `call`, `audit`, `decision`, `run`, `order` or `fill`.
         *
         *     `seq` is the cursor behind an event, `causationId` what caused it; `details` depend on the kind.
         */
        ChapterOut: {
            /** Actorid */
            actorId: string | null;
            /** Agentid */
            agentId: string | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Causationid */
            causationId: string | null;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Outcome */
            outcome: string;
            /** Seq */
            seq: string | null;
            /** Title */
            title: string;
        };
        /**
         * CheckpointDetail
         * @description The same, with the state: what would be put back, and where the agent's record stood.
         */
        CheckpointDetail: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Createdby
             * Format: uuid
             */
            createdBy: string;
            /** Createdbyname */
            createdByName: string;
            /** Digest */
            digest: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Lastbarat */
            lastBarAt: string | null;
            /** Reason */
            reason: string;
            /** Size */
            size: number;
            /** State */
            state: {
                [key: string]: unknown;
            };
            /** Version */
            version: number;
        };
        /**
         * CheckpointOut
         * @description A moment of an agent that was kept; `digest` is the SHA-256 of its state's canonical JSON.
         */
        CheckpointOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Createdby
             * Format: uuid
             */
            createdBy: string;
            /** Createdbyname */
            createdByName: string;
            /** Digest */
            digest: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Lastbarat */
            lastBarAt: string | null;
            /** Reason */
            reason: string;
            /** Size */
            size: number;
            /** Version */
            version: number;
        };
        /** CheckpointOutPage */
        CheckpointOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["CheckpointOut"][];
        };
        /**
         * CircuitOut
         * @description One process's circuit to one endpoint: closed, open or half_open, as it was when the process last said.
         *
         *     `rests_for_seconds` is how long an open one lets nothing through; `latency_seconds` what is expected.
         */
        CircuitOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Calls */
            calls: number;
            /** Failed */
            failed: number;
            /** Failuresinarow */
            failuresInARow: number;
            /** Host */
            host: string;
            /** Latencyseconds */
            latencySeconds: number;
            /** Origin */
            origin: string;
            /** Outstanding */
            outstanding: number;
            /** Pid */
            pid: number | null;
            /** Process */
            process: string;
            /** Restsforseconds */
            restsForSeconds: number;
            /** Service */
            service: string;
            /** State */
            state: string;
        };
        /**
         * CircuitsOut
         * @description The circuits of all live processes, those that are not closed first.
         */
        CircuitsOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Results */
            results: components["schemas"]["CircuitOut"][];
        };
        /**
         * Combination
         * @description Parameters of a sweep and what they came to, by the vector path.
         */
        Combination: {
            /** Maxdrawdown */
            maxDrawdown: number;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Score */
            score: number | null;
            /** Sharpe */
            sharpe: number | null;
            /** Totalreturn */
            totalReturn: number;
            /** Trades */
            trades: number;
        };
        /**
         * ComparisonOut
         * @description What lies between a checkpoint and another, or the agent as it is now (`afterId` null).
         */
        ComparisonOut: {
            /** Afterid */
            afterId: string | null;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /**
             * Beforeid
             * Format: uuid
             */
            beforeId: string;
            /** Differences */
            differences: components["schemas"]["DifferenceOut"][];
        };
        /**
         * ConfigurationOut
         * @description A version of an agent's settings; `parameters` follow the schema of its type.
         */
        ConfigurationOut: {
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Interval */
            interval: string;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Symbols */
            symbols: string[];
            /** Type */
            type: string;
            /** Venue */
            venue: string;
            /** Version */
            version: number;
        };
        /**
         * Contender
         * @description A strategy and its parameters; what is left out has its default.
         */
        Contender: {
            /** Parameters */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * Strategy
             * @description Its kind, such as `sma_cross`.
             */
            strategy: string;
        };
        /**
         * ContenderReport
         * @description One strategy of a comparison, its place and why it has it.
         */
        ContenderReport: {
            /** Equity */
            equity: components["schemas"]["EquityPoint"][];
            /** Finalequity */
            finalEquity: string;
            metrics: components["schemas"]["Metrics"];
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Rank */
            rank: number;
            /** Reasons */
            reasons: string[];
            /** Strategy */
            strategy: string;
        };
        /**
         * ConversationOut
         * @description One conversation with an agent.
         */
        ConversationOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Threadid */
            threadId: string;
            /** Title */
            title: string;
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
        };
        /** ConversationOutPage */
        ConversationOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["ConversationOut"][];
        };
        /**
         * CredentialsIn
         * @description An exchange's key, which needs the right to trade, and none to withdraw.
         */
        CredentialsIn: {
            /** Key */
            key: string;
            /**
             * Password
             * @default
             */
            password: string;
            /** Secret */
            secret: string;
        };
        /**
         * CriterionOut
         * @description One thing that is asked of an agent before it trades for real, and what it has to show.
         */
        CriterionOut: {
            /** Comparison */
            comparison: string;
            /** Met */
            met: boolean;
            /** Name */
            name: string;
            /** Needed */
            needed: string;
            /**
             * Value
             * @description Null where there is nothing to tell it from.
             */
            value: string | null;
            /** Why */
            why: string;
        };
        /**
         * DeadLetterDetail
         * @description The same with the event itself; null where that is past retention.
         */
        DeadLetterDetail: {
            /** Attempts */
            attempts: number;
            /** Error */
            error: string;
            event: components["schemas"]["EventMessage"] | null;
            /**
             * Eventid
             * Format: uuid
             */
            eventId: string;
            /** Eventseq */
            eventSeq: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Parkedat
             * Format: date-time
             */
            parkedAt: string;
            /** Resolvedat */
            resolvedAt: string | null;
            /** Subscriber */
            subscriber: string;
        };
        /**
         * DeadLetterOut
         * @description An event that a subscriber could not take, and why.
         */
        DeadLetterOut: {
            /** Attempts */
            attempts: number;
            /** Error */
            error: string;
            /**
             * Eventid
             * Format: uuid
             */
            eventId: string;
            /** Eventseq */
            eventSeq: number;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Parkedat
             * Format: date-time
             */
            parkedAt: string;
            /** Resolvedat */
            resolvedAt: string | null;
            /** Subscriber */
            subscriber: string;
        };
        /** DeadLetterOutPage */
        DeadLetterOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["DeadLetterOut"][];
        };
        /**
         * DecisionDetail
         * @description A decision with the orders that it led to.
         */
        DecisionDetail: {
            /** Action */
            action: string;
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * Barat
             * Format: date-time
             */
            barAt: string;
            /** Calls */
            calls: string[];
            /** Confidence */
            confidence: string;
            /**
             * Cost
             * @description Fees and slippage together, in the quote asset.
             */
            cost: string;
            /** Executions */
            executions: components["schemas"]["DecisionOrderOut"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** Interval */
            interval: string;
            /** Limitprice */
            limitPrice: string | null;
            /** Outcome */
            outcome: string;
            /** Outcomedetails */
            outcomeDetails: {
                [key: string]: unknown;
            };
            /** Quantity */
            quantity: string;
            /** Reasoning */
            reasoning: {
                [key: string]: unknown;
            }[];
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Sentence */
            sentence: string;
            /** Snapshot */
            snapshot: string;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
            /** Version */
            version: number;
        };
        /**
         * DecisionOrderOut
         * @description An order of a decision: what it came to, its fee, what it paid beyond the price it was decided at.
         */
        DecisionOrderOut: {
            /** Averageprice */
            averagePrice: string | null;
            /** Fee */
            fee: string;
            /** Fills */
            fills: number;
            /**
             * Orderid
             * Format: uuid
             */
            orderId: string;
            /** Quantity */
            quantity: string;
            /** Slippage */
            slippage: string | null;
        };
        /**
         * DecisionOut
         * @description A decision on one bar. `inputs` are numbers as text, `reasoning` the rules in order.
         */
        DecisionOut: {
            /** Action */
            action: string;
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * Barat
             * Format: date-time
             */
            barAt: string;
            /** Calls */
            calls: string[];
            /** Confidence */
            confidence: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** Interval */
            interval: string;
            /** Limitprice */
            limitPrice: string | null;
            /** Outcome */
            outcome: string;
            /** Outcomedetails */
            outcomeDetails: {
                [key: string]: unknown;
            };
            /** Quantity */
            quantity: string;
            /** Reasoning */
            reasoning: {
                [key: string]: unknown;
            }[];
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Sentence */
            sentence: string;
            /** Snapshot */
            snapshot: string;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
            /** Version */
            version: number;
        };
        /** DecisionOutPage */
        DecisionOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["DecisionOut"][];
        };
        /**
         * DeliveryOut
         * @description One event on its way to a webhook: PENDING until `due_at`, DELIVERED, or FAILED for good.
         *
         *     `message_id` is what the receiver reads in `webhook-id`, the same at each attempt; `log` lists them.
         */
        DeliveryOut: {
            /** Attempts */
            attempts: number;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Deliveredat */
            deliveredAt: string | null;
            /** Dueat */
            dueAt: string | null;
            /** Error */
            error: string;
            /**
             * Eventid
             * Format: uuid
             */
            eventId: string;
            /** Eventtype */
            eventType: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Log */
            log: {
                [key: string]: unknown;
            }[];
            /** Messageid */
            messageId: string;
            /** Milliseconds */
            milliseconds: number | null;
            /** Responsecode */
            responseCode: number | null;
            /** Status */
            status: string;
        };
        /** DeliveryOutPage */
        DeliveryOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["DeliveryOut"][];
        };
        /**
         * DifferenceOut
         * @description One place at which two states differ; null stands for nothing there.
         */
        DifferenceOut: {
            /** After */
            after: unknown;
            /** Before */
            before: unknown;
            /** Pointer */
            pointer: string;
        };
        /**
         * DrawdownOut
         * @description The deepest fall of the time-weighted curve below its peak, and where it stands now, in percent.
         */
        DrawdownOut: {
            /** Current */
            current: string;
            /**
             * Peakat
             * Format: date-time
             */
            peakAt: string;
            /** Percent */
            percent: string;
            /**
             * Troughat
             * Format: date-time
             */
            troughAt: string;
        };
        /** @enum {string} */
        EffectEnum: "ALLOW" | "ASK" | "DENY";
        /**
         * EndpointOut
         * @description One place where a service is to be had; of its URL only the origin, for a path may hold a key.
         *
         *     `circuit` is the worst of all processes' circuits to it, null where none has called it.
         */
        EndpointOut: {
            /** Circuit */
            circuit: string | null;
            /** Enabled */
            enabled: boolean;
            /** Finding */
            finding: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Iswell */
            isWell: boolean | null;
            /** Lookedat */
            lookedAt: string | null;
            /** Lookedmilliseconds */
            lookedMilliseconds: number | null;
            /** Origin */
            origin: string;
            /** Priority */
            priority: number;
            /** Weight */
            weight: number;
        };
        /**
         * EquityHistoryOut
         * @description An equity curve, oldest point first; `asOf` is that of the newest, null while there is none.
         *
         *     `leftOut` names accounts that are not in all points, or with what was known of them before.
         */
        EquityHistoryOut: {
            /** Asof */
            asOf: string | null;
            /** Currency */
            currency: string;
            /** Leftout */
            leftOut: components["schemas"]["LeftOutOut"][];
            /** Points */
            points: components["schemas"]["EquityPointOut"][];
            resolution: components["schemas"]["Resolution"];
            /** Source */
            source: string;
        };
        /**
         * EquityPoint
         * @description A stretch of bars: the equity at its end, its lowest and highest close, the deepest drawdown in it (a
         *     fraction, 0 or below), and what buy and hold was worth at its end.
         */
        EquityPoint: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Benchmark */
            benchmark: number;
            /** Drawdown */
            drawdown: number;
            /** Equity */
            equity: number;
            /** High */
            high: number;
            /** Low */
            low: number;
        };
        /**
         * EquityPointOut
         * @description What the accounts were worth in the minute `at` (recorded time, not market time).
         */
        EquityPointOut: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Cash */
            cash: string;
            /** Equity */
            equity: string;
            /** Positionsvalue */
            positionsValue: string;
        };
        /**
         * ErrorOut
         * @description What is wrong at one place of the request (a JSON pointer).
         */
        ErrorOut: {
            /** Pointer */
            pointer: string;
            /** Reason */
            reason: string;
        };
        /**
         * EventFigures
         * @description The log: what it took in, how late its numbering is (seconds), and who is how many events behind.
         *
         *     Counts are differences of places in the log, exact but for what was being committed at a window's edge.
         */
        EventFigures: {
            /** Behind */
            behind: {
                [key: string]: number;
            };
            /** Fiveminutes */
            fiveMinutes: number;
            /** Head */
            head: number;
            /** Hour */
            hour: number;
            /** Lagseconds */
            lagSeconds: number;
            /** Perminute */
            perMinute: number;
        };
        /**
         * EventMessage
         * @description One event; `timestamp` is in milliseconds, `payload` as its type declares it.
         */
        EventMessage: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            metadata: components["schemas"]["MessageMetadata"];
            /** Payload */
            payload: {
                [key: string]: unknown;
            };
            /** Source */
            source: string;
            /** Target */
            target: string;
            /** Timestamp */
            timestamp: number;
            /** Type */
            type: string;
        };
        /**
         * EventPage
         * @description Events in order. `next` is the cursor for `after`, also where nothing follows yet.
         *
         *     `count` is how many are on the page; it is exact where the page reaches the end of the log.
         */
        EventPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string;
            /**
             * Previous
             * @default null
             */
            previous: null;
            /** Results */
            results: components["schemas"]["EventMessage"][];
        };
        /**
         * EventTypeOut
         * @description One type of event: what it means, whether it is ephemeral, and its payload as JSON Schema.
         */
        EventTypeOut: {
            /** Description */
            description: string;
            /** Ephemeral */
            ephemeral: boolean;
            /** Payload */
            payload: {
                [key: string]: unknown;
            };
            /** Type */
            type: string;
        };
        /**
         * ExchangeOut
         * @description A connected exchange: `running` while the gateway follows it, `ready` once it is disconnected.
         */
        ExchangeOut: {
            /** Exchange */
            exchange: string;
            /** Feeds */
            feeds: components["schemas"]["FeedOut"][];
            /** Sandbox */
            sandbox: boolean;
            /** Status */
            status: string;
            /** Venue */
            venue: string;
        };
        /**
         * Exchanges
         * @description Every exchange that was connected, by venue.
         */
        Exchanges: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Exchanges */
            exchanges: components["schemas"]["ExchangeOut"][];
        };
        /**
         * ExecuteRequest
         * @description Which tool to run with what, and as which agent, if not as oneself.
         */
        ExecuteRequest: {
            /**
             * Agentid
             * @default null
             */
            agentId: string | null;
            /**
             * Parameters
             * @default {}
             */
            parameters: {
                [key: string]: unknown;
            };
            /**
             * Tool
             * @default null
             */
            tool: string | null;
            /**
             * Toolid
             * @default null
             */
            toolId: string | null;
        };
        /**
         * ExecutionAnswer
         * @description The end of an execution.
         */
        ExecutionAnswer: components["schemas"]["ExecutionSucceeded"] | components["schemas"]["ExecutionFailed"];
        /**
         * ExecutionFailed
         * @description Why there is no result: refused by the domain, broken (`internal_error`, `timeout`) or cancelled.
         */
        ExecutionFailed: {
            /** Code */
            code: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /**
             * Executionid
             * Format: uuid
             */
            executionId: string;
            /** Executiontime */
            executionTime: number;
            /** Reason */
            reason: string;
            /**
             * Success
             * @default false
             * @constant
             */
            success: false;
        };
        /**
         * ExecutionOut
         * @description An execution, from request to result. `executionTime` in milliseconds, null while it is open.
         *
         *     Secrets in `parameters` are masked. `result` is null, too, where it has more than 65,536 characters
         *     (`resultUrl` says where it is), and where it was erased. `tries` are attempts that failed and were tried
         *     again; `cost` is in calls of a daily budget.
         */
        ExecutionOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            /** Approvalid */
            approvalId: string | null;
            /** Attempts */
            attempts: number;
            /** Code */
            code: string;
            /**
             * Correlationid
             * Format: uuid
             */
            correlationId: string;
            /** Cost */
            cost: number;
            /** Deferredid */
            deferredId: string | null;
            /** Deferredkind */
            deferredKind: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Erasedat */
            erasedAt: string | null;
            /**
             * Executionid
             * Format: uuid
             */
            executionId: string;
            /** Executiontime */
            executionTime: number | null;
            /** Finishedat */
            finishedAt: string | null;
            /** Interface */
            interface: string;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /**
             * Principalid
             * Format: uuid
             */
            principalId: string;
            /** Reason */
            reason: string;
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Result */
            result: {
                [key: string]: unknown;
            } | null;
            /** Resultsize */
            resultSize: number | null;
            /** Resulturl */
            resultUrl: string | null;
            /** Startedat */
            startedAt: string | null;
            status: components["schemas"]["CallStatus"];
            /** Tool */
            tool: string;
            /** Tries */
            tries: components["schemas"]["TryOut"][];
        };
        /** ExecutionOutPage */
        ExecutionOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["ExecutionOut"][];
        };
        /**
         * ExecutionPending
         * @description An execution that has not ended yet; `Location` says where to ask for it.
         */
        ExecutionPending: {
            /**
             * Executionid
             * Format: uuid
             */
            executionId: string;
            status: components["schemas"]["CallStatus"];
        };
        /**
         * ExecutionSucceeded
         * @description What the tool answered, in the names of its output schema. `executionTime` in milliseconds.
         *
         *     A result of more than 65,536 characters does not come along: `result` is null, `resultUrl` is its place.
         */
        ExecutionSucceeded: {
            /**
             * Executionid
             * Format: uuid
             */
            executionId: string;
            /** Executiontime */
            executionTime: number;
            /** Result */
            result: {
                [key: string]: unknown;
            } | null;
            /**
             * Resultsize
             * @default null
             */
            resultSize: number | null;
            /**
             * Resulturl
             * @default null
             */
            resultUrl: string | null;
            /**
             * Success
             * @default true
             * @constant
             */
            success: true;
        };
        /**
         * FarmOut
         * @description A farm and how many agents it has.
         */
        FarmOut: {
            /** Agentcount */
            agentCount: number;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Description */
            description: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /** FarmOutPage */
        FarmOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["FarmOut"][];
        };
        /**
         * FeedOut
         * @description One symbol that is followed: how old its quote is, until when its bars are stored, what is wrong.
         *
         *     `quoteAge` is in seconds, null while there is none; `problem` is empty while all is well.
         */
        FeedOut: {
            /** Problem */
            problem: string;
            /** Problemsince */
            problemSince: string | null;
            /** Quoteage */
            quoteAge: number | null;
            /** Quoteat */
            quoteAt: string | null;
            /** Recordeduntil */
            recordedUntil: string | null;
            /** Symbol */
            symbol: string;
        };
        /**
         * FillOut
         * @description One execution: cost and fee in the quote asset, `realised` a sale's profit before fees.
         */
        FillOut: {
            /**
             * Accountid
             * Format: uuid
             */
            accountId: string;
            /** Agentid */
            agentId: string | null;
            /** Cost */
            cost: string;
            /** Fee */
            fee: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Ismaker */
            isMaker: boolean;
            /**
             * Markettime
             * Format: date-time
             */
            marketTime: string;
            /**
             * Orderid
             * Format: uuid
             */
            orderId: string;
            /** Price */
            price: string;
            /** Quantity */
            quantity: string;
            /** Realised */
            realised: string;
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            side: components["schemas"]["Side"];
            /** Source */
            source: string;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
        };
        /** FillOutPage */
        FillOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["FillOut"][];
        };
        /**
         * FindingOut
         * @description A finding of the past: it was so from `recorded_at` to `as_of` at least; each check by its name.
         *
         *     `is_change`: it differs from the finding before it. Others are kept once a minute.
         */
        FindingOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Ischange */
            isChange: boolean;
            /** Overall */
            overall: string;
            /** Reasons */
            reasons: string[];
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Score */
            score: number;
            /** Starting */
            starting: boolean;
            /** Statuses */
            statuses: {
                [key: string]: string;
            };
        };
        /** FindingOutPage */
        FindingOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["FindingOut"][];
        };
        /**
         * FleetFigures
         * @description Agents by status, and their decisions; `acted` are those that were more than to hold.
         */
        FleetFigures: {
            /** Actedinhour */
            actedInHour: number;
            /** Agents */
            agents: {
                [key: string]: number;
            };
            /** Decisionsinfiveminutes */
            decisionsInFiveMinutes: number;
            /** Decisionsinhour */
            decisionsInHour: number;
            /** Decisionsperminute */
            decisionsPerMinute: number;
        };
        /**
         * FleetStatus
         * @description All agents at a moment: counts by state, total value in `currency`, and the newest agents.
         */
        FleetStatus: {
            /** Agents */
            agents: components["schemas"]["AgentSummary"][];
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Bystatus */
            byStatus: {
                [key: string]: number;
            };
            /** Currency */
            currency: string;
            /** Source */
            source: string;
            /** Total */
            total: number;
            /** Totalvalue */
            totalValue: string | null;
            /** Values */
            values: {
                [key: string]: string | null;
            };
        };
        /**
         * GapOut
         * @description Bars that are missing, from the opening of the first to that of the next one there; none is made up.
         */
        GapOut: {
            /**
             * After
             * Format: date-time
             */
            after: string;
            /** Bars */
            bars: number;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * GoalOut
         * @description What an agent or a farm is to reach, as last judged; `missing` says why `current` is null.
         *
         *     `collected` is what went into vaults once it was reached, in USD; `uncollected` why that was not all.
         */
        GoalOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            /** Actorkind */
            actorKind: string;
            /** Actorname */
            actorName: string;
            /** Asof */
            asOf: string | null;
            /** Closedat */
            closedAt: string | null;
            /** Collected */
            collected: string | null;
            /** Collectedat */
            collectedAt: string | null;
            /** Collectprofit */
            collectProfit: boolean;
            /**
             * Createdby
             * Format: uuid
             */
            createdBy: string;
            /** Current */
            current: string | null;
            /** Deadline */
            deadline: string | null;
            /** Estimatedat */
            estimatedAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Method
             * @default Profit, value and trades: (current - start) / (target - start); win rate and Sharpe: current / target; drawdown: the share of the time that has passed while it was kept. Velocity is what was added by the day since the start, from one day on; the estimate is when the target is reached at that velocity.
             */
            method: string;
            /** Milestones */
            milestones: components["schemas"]["Milestone"][];
            /** Missing */
            missing: string;
            /** Progress */
            progress: string | null;
            /**
             * Source
             * @default paper
             */
            source: string;
            /** Start */
            start: string;
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /** Status */
            status: string;
            /** Target */
            target: string;
            /** Title */
            title: string;
            /** Type */
            type: string;
            /** Uncollected */
            uncollected: string;
            /** Unit */
            unit: string;
            /** Velocity */
            velocity: string | null;
        };
        /** GoalOutPage */
        GoalOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["GoalOut"][];
        };
        /**
         * GraduationOut
         * @description Whether an agent on paper is ready for real money. It advises; nothing follows by itself.
         */
        GraduationOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Criteria */
            criteria: components["schemas"]["CriterionOut"][];
            /** Ready */
            ready: boolean;
        };
        /**
         * Grouping
         * @description What figures are told for.
         * @enum {string}
         */
        Grouping: "tool" | "agent" | "category" | "hour" | "day";
        /**
         * GroupStatsOut
         * @description How one group did: `key` is an agent's id, a category, or when the hour or day began.
         */
        GroupStatsOut: {
            /** Calls */
            calls: number;
            /** Failed */
            failed: number;
            /** Key */
            key: string;
            /** Open */
            open: number;
            /** P50 */
            p50: number | null;
            /** P95 */
            p95: number | null;
            /** P99 */
            p99: number | null;
            /** Refusals */
            refusals: {
                [key: string]: number;
            };
            /** Refused */
            refused: number;
            /** Succeeded */
            succeeded: number;
            /** Successrate */
            successRate: string | null;
        };
        /**
         * HaltLevel
         * @description What a halt does, from mild to strict; each does what those before it do.
         * @enum {string}
         */
        HaltLevel: "stop_new_risk" | "cancel_orders" | "flatten";
        /**
         * HaltOut
         * @description The kill switch, engaged for an actor and all below it.
         *
         *     `waitedMs` is the time until the lock was obtained, `engagedMs` until it had committed: from then on
         *     nothing it binds was accepted. The counts are null where the level does not ask for it, or has not begun.
         */
        HaltOut: {
            /**
             * Engagedat
             * Format: date-time
             */
            engagedAt: string;
            /**
             * Engagedby
             * Format: uuid
             */
            engagedBy: string;
            /** Engagedms */
            engagedMs: number | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            level: components["schemas"]["HaltLevel"];
            /** Ordersdoneat */
            ordersDoneAt: string | null;
            /** Ordersleft */
            ordersLeft: number | null;
            /** Ordersseconds */
            ordersSeconds: number | null;
            /** Orderstotal */
            ordersTotal: number | null;
            /** Positionsdoneat */
            positionsDoneAt: string | null;
            /** Positionsleft */
            positionsLeft: number | null;
            /** Positionsseconds */
            positionsSeconds: number | null;
            /** Positionstotal */
            positionsTotal: number | null;
            /** Reason */
            reason: string;
            /**
             * Targetid
             * Format: uuid
             */
            targetId: string;
            /** Targetname */
            targetName: string;
            /** Trigger */
            trigger: string;
            /** Waitedms */
            waitedMs: number | null;
        };
        /** @enum {string} */
        HealthEnum: "well" | "late" | "waiting" | "error" | "idle";
        /**
         * HealthOut
         * @description The whole platform: healthy from 90 points, degraded from 70, critical from 30, else offline.
         *
         *     `as_of` is when the probes were last run, `age_seconds` how long ago that is.
         */
        HealthOut: {
            /** Ageseconds */
            ageSeconds: number;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Checks */
            checks: components["schemas"]["ProbeOut"][];
            /** Overall */
            overall: string;
            /** Reasons */
            reasons: string[];
            /** Score */
            score: number;
            /** Starting */
            starting: boolean;
        };
        /**
         * HourOut
         * @description How often a type of event happened within the hour that starts then.
         */
        HourOut: {
            /** Count */
            count: number;
            /**
             * Startsat
             * Format: date-time
             */
            startsAt: string;
            /** Type */
            type: string;
        };
        /**
         * Hours
         * @description From `begins` up to `ends`, on these days of the week (0: Monday); past midnight where it ends sooner.
         *
         *     A night belongs to the day on which it begins.
         */
        Hours: {
            /**
             * Begins
             * Format: time
             * @description In UTC, such as 08:00.
             */
            begins: string;
            /**
             * Days
             * @description 0 is Monday, 6 Sunday.
             * @default [
             *       0,
             *       1,
             *       2,
             *       3,
             *       4,
             *       5,
             *       6
             *     ]
             */
            days: number[];
            /**
             * Ends
             * Format: time
             * @description In UTC; the first moment that is out again.
             */
            ends: string;
        };
        /**
         * InitializationOut
         * @description One bring-up of the platform; `askedBy` is null where a command did it, as in a release.
         */
        InitializationOut: {
            /** Askedby */
            askedBy: string | null;
            /** Attempts */
            attempts: number;
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /** Status */
            status: string;
            /** Steps */
            steps: components["schemas"]["InitializationStepOut"][];
        };
        /**
         * InitializationStepOut
         * @description One step: `done`, `unchanged` or `failed`; what it found, what it changed, and how long it took.
         */
        InitializationStepOut: {
            /** Changed */
            changed: string[];
            /** Detail */
            detail: string;
            /** Name */
            name: string;
            /** Seconds */
            seconds: number;
            /** Status */
            status: string;
        };
        /**
         * InstanceOut
         * @description One process of ours: `live` while its lease runs, `lost` for a minute after that.
         *
         *     `age` is the seconds since it was heard of. `is_well` is what its health URL answered, null where nobody
         *     has looked.
         */
        InstanceOut: {
            /** Age */
            age: number;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /** Finding */
            finding: string;
            /**
             * Heartbeatat
             * Format: date-time
             */
            heartbeatAt: string;
            /** Host */
            host: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Iswell */
            isWell: boolean | null;
            /** Leaseseconds */
            leaseSeconds: number;
            load: components["schemas"]["LoadOut"];
            /** Lookedat */
            lookedAt: string | null;
            /** Name */
            name: string;
            /** Pid */
            pid: number | null;
            /** Port */
            port: number | null;
            /** Queues */
            queues: string[];
            /**
             * Registeredat
             * Format: date-time
             */
            registeredAt: string;
            /** Status */
            status: string;
            /** Version */
            version: string;
        };
        /**
         * InterruptOut
         * @description A call that a run stopped at until a person has answered.
         */
        InterruptOut: {
            /** Id */
            id: string;
            /** Message */
            message: string;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Tool */
            tool: string;
            /** Toolcallid */
            toolCallId: string;
        };
        /**
         * Interval
         * @description The lengths a bar may have.
         * @enum {string}
         */
        Interval: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
        /**
         * KeyBody
         * @description A key to issue: for oneself, or for an agent that one sees; no `expiresAt`: until revoked.
         *
         *     `tools` narrows it to tools (`get_market_data`) and toolsets (`analysis`; `operator`: all commands of the
         *     operators) of those that its actor may use.
         */
        KeyBody: {
            /**
             * Actorid
             * @default null
             */
            actorId: string | null;
            /**
             * Expiresat
             * @default null
             */
            expiresAt: string | null;
            /** Name */
            name: string;
            /** Scopes */
            scopes: components["schemas"]["Scope"][];
            /**
             * Tools
             * @default null
             */
            tools: string[] | null;
        };
        /**
         * KeyOut
         * @description An API key without the key itself. `tools`: what it is narrowed to; null: not narrowed.
         */
        KeyOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Expiresat */
            expiresAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Lastusedat */
            lastUsedAt: string | null;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Revokedat */
            revokedAt: string | null;
            /** Scopes */
            scopes: string[];
            /** Tools */
            tools: string[] | null;
        };
        /** KeyOutPage */
        KeyOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["KeyOut"][];
        };
        /**
         * KillSwitchOut
         * @description The halts in force that one sees, newest first, 200 at most; `count` is how many there are.
         *
         *     `engaged` tells whether the asker itself is bound by one, and `level` how far the strictest goes.
         *     `platformId` is the target that binds everything.
         */
        KillSwitchOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Count */
            count: number;
            /** Engaged */
            engaged: boolean;
            level: components["schemas"]["HaltLevel"] | null;
            /**
             * Platformid
             * Format: uuid
             */
            platformId: string;
            /** Results */
            results: components["schemas"]["HaltOut"][];
        };
        /**
         * Kind
         * @description What a backtest does with its strategies and bars.
         * @enum {string}
         */
        Kind: "single" | "sweep" | "walk_forward" | "comparison";
        /**
         * LanguageBudgetOut
         * @description What an agent may use of language models today, has used, and has set aside for requests under way.
         */
        LanguageBudgetOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /** Cost */
            cost: string;
            /** Costperday */
            costPerDay: string;
            /** Costreserved */
            costReserved: string;
            /** Day */
            day: string;
            /** Tokens */
            tokens: number;
            /** Tokensperday */
            tokensPerDay: number;
            /** Tokensreserved */
            tokensReserved: number;
        };
        /**
         * LanguageEndpointList
         * @description All of them, in the order in which they are tried.
         */
        LanguageEndpointList: {
            /** Results */
            results: components["schemas"]["LanguageEndpointOut"][];
        };
        /**
         * LanguageEndpointOut
         * @description Where language models are asked; prices in US dollars for a million tokens, null: as listed.
         */
        LanguageEndpointOut: {
            /** Baseurl */
            baseUrl: string;
            /** Enabled */
            enabled: boolean;
            /** Haskey */
            hasKey: boolean;
            /** Inputprice */
            inputPrice: string | null;
            /** Kind */
            kind: string;
            /** Model */
            model: string;
            /** Name */
            name: string;
            /** Outputprice */
            outputPrice: string | null;
            /** Position */
            position: number;
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
        };
        /**
         * Leaderboard
         * @description Agents from the best on by one figure; `count` are ranked, `asOf` is that of the oldest figure.
         */
        Leaderboard: {
            /** Asof */
            asOf: string | null;
            /** By */
            by: string;
            /** Count */
            count: number;
            /**
             * Currency
             * @default USD
             */
            currency: string;
            /** Definitions */
            definitions: {
                [key: string]: string;
            };
            /** Period */
            period: string;
            /** Results */
            results: components["schemas"]["StandingOut"][];
            /**
             * Source
             * @default paper
             */
            source: string;
        };
        /**
         * LedgerEntryOut
         * @description A transfer as one account sees it.
         *
         *     `amount` is below zero where money left; `balance` is what the account had of `asset` right after.
         *     `counterparty` says what stands on the other side, `reference` is the fill, call or transfer it belongs
         *     to. A correction `reverses` another transfer; what was corrected is `reversedBy` one.
         */
        LedgerEntryOut: {
            /** Amount */
            amount: string;
            /** Asset */
            asset: string;
            /** Balance */
            balance: string;
            /** Counterparty */
            counterparty: string;
            /**
             * Counterpartyid
             * Format: uuid
             */
            counterpartyId: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Markettime */
            marketTime: string | null;
            /** Reason */
            reason: string;
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Reference */
            reference: string | null;
            /** Reversedby */
            reversedBy: string | null;
            /** Reverses */
            reverses: string | null;
            /** Source */
            source: string;
        };
        /** LedgerEntryOutPage */
        LedgerEntryOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["LedgerEntryOut"][];
        };
        /**
         * LeftOutOut
         * @description An account, or the trades of a symbol, that a figure leaves out or does not know all of, and why.
         */
        LeftOutOut: {
            /** Accountid */
            accountId: string | null;
            /** Reason */
            reason: string;
            /** Venue */
            venue: string;
            /** What */
            what: string;
        };
        /**
         * Level
         * @description One price of a ladder.
         */
        Level: {
            /** Price */
            price: string;
            /** Quantity */
            quantity: string;
        };
        /**
         * LimitOut
         * @description A limit: what it is (null: off), how much of it is used, in whose account, and where it was set.
         *
         *     `used` is null where nothing is measured against it. `setFor` is `default`, `platform`, or the actor whose
         *     value holds.
         */
        LimitOut: {
            /** Accountid */
            accountId: string | null;
            /** Accountname */
            accountName: string;
            /** Description */
            description: string;
            /** Key */
            key: string;
            /** Limit */
            limit: string | null;
            /** Setat */
            setAt: string | null;
            /** Setbyname */
            setByName: string;
            /** Setfor */
            setFor: string;
            /** Setforname */
            setForName: string;
            /** Unit */
            unit: string;
            /** Used */
            used: string | null;
            /** Usedpercent */
            usedPercent: string | null;
        };
        /**
         * Limits
         * @description Every limit of one account; or, of all accounts that the asker sees, of the one nearest to each.
         */
        Limits: {
            /** Accounts */
            accounts: number;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Limits */
            limits: components["schemas"]["LimitOut"][];
            /** Source */
            source: string;
        };
        /**
         * Link
         * @description What an order is to the others of its group: a leg of an OCO, or the entry or an exit of a bracket.
         * @enum {string}
         */
        Link: "" | "oco" | "entry" | "exit";
        /**
         * LiveAccountOut
         * @description An account with credentials. `drift`: by how much the exchange holds more than is explained, by asset,
         *     as of `checkedAt`.
         *
         *     `fingerprint` tells keys apart; the key itself is not told any more.
         */
        LiveAccountOut: {
            /**
             * Accountid
             * Format: uuid
             */
            accountId: string;
            /** Checkedat */
            checkedAt: string | null;
            /** Drift */
            drift: {
                [key: string]: string;
            };
            /** Enabledat */
            enabledAt: string | null;
            /** Fingerprint */
            fingerprint: string;
            /** Problem */
            problem: string;
            /**
             * Source
             * @default live
             */
            source: string;
            /** Strangers */
            strangers: string[];
            /** Venue */
            venue: string;
        };
        /** LiveAccountOutPage */
        LiveAccountOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["LiveAccountOut"][];
        };
        /**
         * LiveData
         * @description The latest prices of a symbol. Volumes are in the base asset, `change24h` in percent.
         *
         *     What an exchange does not tell of its last 24 hours is null.
         */
        LiveData: {
            /** Ageseconds */
            ageSeconds: number;
            /** Ask */
            ask: string;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Bid */
            bid: string;
            /** Change24H */
            change24h: string | null;
            /** High24H */
            high24h: string | null;
            /** Isstale */
            isStale: boolean;
            /** Low24H */
            low24h: string | null;
            /** Price */
            price: string;
            /** Scenarios */
            scenarios: components["schemas"]["ScenarioKind"][];
            /** Source */
            source: string;
            /** Staleafterseconds */
            staleAfterSeconds: number;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
            /** Volume24H */
            volume24h: string | null;
        };
        /**
         * LoadOut
         * @description What a process costs, as it measured: share of one processor, memory, threads, load of its machine.
         */
        LoadOut: {
            /**
             * Cpuseconds
             * @default null
             */
            cpuSeconds: number | null;
            /**
             * Cpushare
             * @default null
             */
            cpuShare: number | null;
            /**
             * Loadaverage
             * @default []
             */
            loadAverage: number[];
            /**
             * Rssbytes
             * @default null
             */
            rssBytes: number | null;
            /**
             * Threads
             * @default null
             */
            threads: number | null;
        };
        /**
         * MemberBody
         * @description The person who gets a seat.
         */
        MemberBody: {
            /** Username */
            username: string;
        };
        /**
         * MemberOut
         * @description A person with a seat in a team.
         */
        MemberOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Joinedat
             * Format: date-time
             */
            joinedAt: string;
            /** Name */
            name: string;
        };
        /**
         * Memories
         * @description What an agent knows that answers some words, the best first; without words the strongest of the new.
         */
        Memories: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Count */
            count: number;
            /**
             * Method
             * @default score = relevance * (0.2 + 0.8 * strength); strength = importance * 2 ^ (-age / half-life); relevance is PostgreSQL's ts_rank_cd, from 0 to 1, and 1 for all where no words are looked for.
             */
            method: string;
            /** Results */
            results: components["schemas"]["MemoryOut"][];
            /** Scopes */
            scopes: string[];
        };
        /**
         * MemoryOut
         * @description Something an agent knows; `strength` is what is left of its importance, `score` orders a search.
         */
        MemoryOut: {
            /** Agentid */
            agentId: string | null;
            /**
             * Callid
             * Format: uuid
             */
            callId: string;
            /** Content */
            content: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Halflifedays */
            halfLifeDays: number | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Importance */
            importance: number;
            /** Kind */
            kind: string;
            /** Relevance */
            relevance: number;
            /** Scope */
            scope: string;
            /** Score */
            score: number;
            /** Source */
            source: string;
            /**
             * Storedat
             * Format: date-time
             */
            storedAt: string;
            /**
             * Storedby
             * Format: uuid
             */
            storedBy: string;
            /** Storedbyname */
            storedByName: string;
            /** Strength */
            strength: number;
            /** Symbol */
            symbol: string;
            /** Tags */
            tags: string[];
            /** Title */
            title: string;
        };
        /**
         * MessageMetadata
         * @description Whom a message is about, the story it belongs to, and the cursor that stands right behind it.
         *
         *     What does not apply is left out: what passes, such as a tick, has no cursor.
         */
        MessageMetadata: {
            /**
             * Agentid
             * Format: uuid
             * @default null
             */
            agentId: string;
            /**
             * Causationid
             * Format: uuid
             * @default null
             */
            causationId: string;
            /**
             * Correlationid
             * @default null
             */
            correlationId: string;
            /**
             * Seq
             * @default null
             */
            seq: string;
            /**
             * Sessionid
             * Format: uuid
             * @default null
             */
            sessionId: string;
        };
        /**
         * MessageOut
         * @description One message of a conversation, and the run that it belongs to.
         */
        MessageOut: {
            /** Content */
            content: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Role */
            role: string;
            /** Runid */
            runId: string;
            /** Toolcallid */
            toolCallId: string;
            /** Toolcalls */
            toolCalls: {
                [key: string]: unknown;
            }[];
        };
        /** MessageOutPage */
        MessageOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["MessageOut"][];
        };
        /**
         * Metrics
         * @description What a curve and its trades come to. Returns, drawdown, exposure and rates are fractions; a figure that
         *     cannot be computed is null.
         *
         *     Ratios are annualised from returns of `returns_basis` (`day` from 30 days on, else `bar`) at
         *     `periods_per_year`. `win_rate` and `profit_factor` are of closed trades after fees; `exposure` is the
         *     share of closes with something held; `turnover` is what was traded over the mean equity.
         */
        Metrics: {
            /** Cagr */
            cagr: number | null;
            /** Calmar */
            calmar: number | null;
            /** Exposure */
            exposure: number;
            /** Fees */
            fees: number;
            /** Maxdrawdown */
            maxDrawdown: number;
            /** Periodsperyear */
            periodsPerYear: number;
            /** Profitfactor */
            profitFactor: number | null;
            /** Returnsbasis */
            returnsBasis: string;
            /** Sharpe */
            sharpe: number | null;
            /** Sortino */
            sortino: number | null;
            /** Totalreturn */
            totalReturn: number;
            /** Trades */
            trades: number;
            /** Turnover */
            turnover: number;
            /** Volatility */
            volatility: number | null;
            /** Winrate */
            winRate: number | null;
        };
        /**
         * MetricsOut
         * @description Figures by group, each from the app that knows them; null for those that take the scope `operate`.
         *
         *     `of` is `platform` for who may operate it, else `own`: what the asker sees.
         */
        MetricsOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            events: components["schemas"]["EventFigures"] | null;
            fleet: components["schemas"]["FleetFigures"];
            /** Of */
            of: string;
            queues: components["schemas"]["QueueFigures"] | null;
            requests: components["schemas"]["RequestFigures"] | null;
            sockets: components["schemas"]["SocketFigures"] | null;
            tools: components["schemas"]["ToolFigures"];
            trading: components["schemas"]["TradingFigures"];
        };
        /**
         * Milestone
         * @description A part of the way, and when it was passed.
         */
        Milestone: {
            /**
             * Passedat
             * Format: date-time
             */
            passedAt: string;
            /** Percent */
            percent: number;
        };
        /**
         * MismatchOut
         * @description Two records of one thing that do not agree; `actorId` is whom it stops, null for nobody.
         */
        MismatchOut: {
            /** Actorid */
            actorId: string | null;
            /** Detail */
            detail: string;
            /** Measured */
            measured: {
                [key: string]: unknown;
            };
            /** Severity */
            severity: string;
            /** Subject */
            subject: string;
        };
        /**
         * MomentOut
         * @description An agent as it was: its state (null: older than the log), settings, what it held, its last decision.
         */
        MomentOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Balances */
            balances: {
                [key: string]: string;
            };
            lastDecision: components["schemas"]["DecisionOut"] | null;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Status */
            status: string | null;
            /** Version */
            version: number;
        };
        /**
         * NewKeyOut
         * @description A key as it is issued. `key` is shown here and never again.
         */
        NewKeyOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Expiresat */
            expiresAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Key */
            key: string;
            /** Lastusedat */
            lastUsedAt: string | null;
            /** Name */
            name: string;
            /** Prefix */
            prefix: string;
            /** Revokedat */
            revokedAt: string | null;
            /** Scopes */
            scopes: string[];
            /** Tools */
            tools: string[] | null;
        };
        /**
         * NewLanguageEndpoint
         * @description What an endpoint is to be. Without `key`, the one that is there stays.
         */
        NewLanguageEndpoint: {
            /** Base Url */
            base_url: string;
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
            /**
             * Input Price
             * @default null
             */
            input_price: number | string | null;
            /**
             * Key
             * @default null
             */
            key: string | null;
            /** Kind */
            kind: components["schemas"]["NewLanguageEndpointKindEnum"];
            /** Model */
            model: string;
            /**
             * Output Price
             * @default null
             */
            output_price: number | string | null;
            /**
             * Position
             * @default 0
             */
            position: number;
        };
        /** @enum {string} */
        NewLanguageEndpointKindEnum: "openai" | "anthropic";
        /**
         * NoticeOut
         * @description One way by which an alert is told: PENDING, DELIVERED, FAILED for good, or HELD_BACK (enough for now).
         *
         *     `recipient` is the person of an e-mail, by id and never by address; `webhookId` the webhook.
         */
        NoticeOut: {
            /** Attempts */
            attempts: number;
            /** Channel */
            channel: components["schemas"]["ChannelEnum"];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Deliveredat */
            deliveredAt: string | null;
            /** Dueat */
            dueAt: string | null;
            /** Error */
            error: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Recipient */
            recipient: string | null;
            /** Recipientname */
            recipientName: string | null;
            /** Status */
            status: components["schemas"]["NoticeOutStatusEnum"];
            /** Webhookid */
            webhookId: string | null;
        };
        /** @enum {string} */
        NoticeOutStatusEnum: "PENDING" | "DELIVERED" | "FAILED" | "HELD_BACK";
        /**
         * NoticesOut
         * @description Everything by which an alert was told, the first first.
         */
        NoticesOut: {
            /**
             * Alertid
             * Format: uuid
             */
            alertId: string;
            /** Deliveries */
            deliveries: components["schemas"]["NoticeOut"][];
        };
        /**
         * Objective
         * @description What makes one result better than another.
         * @enum {string}
         */
        Objective: "sharpe" | "total_return" | "calmar";
        /**
         * OrderBook
         * @description The visible ladder of a symbol, best prices first.
         *
         *     `imbalance` is bids less asks over both, by the quantity shown, from -1 to 1; `spreadPercent` is of the
         *     mid price. A figure that a one-sided book has not is null.
         */
        OrderBook: {
            /** Ageseconds */
            ageSeconds: number;
            /** Asks */
            asks: components["schemas"]["Level"][];
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Bids */
            bids: components["schemas"]["Level"][];
            /** Imbalance */
            imbalance: string | null;
            /** Isstale */
            isStale: boolean;
            /** Mid */
            mid: string | null;
            /** Scenarios */
            scenarios: components["schemas"]["ScenarioKind"][];
            /** Source */
            source: string;
            /** Spread */
            spread: string | null;
            /** Spreadpercent */
            spreadPercent: string | null;
            /** Staleafterseconds */
            staleAfterSeconds: number;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
        };
        /**
         * OrderOut
         * @description One order.
         */
        OrderOut: {
            /**
             * Accountid
             * Format: uuid
             */
            accountId: string;
            /** Agentid */
            agentId: string | null;
            /** Cancelrequestedat */
            cancelRequestedAt: string | null;
            /** Clientorderid */
            clientOrderId: string;
            /** Closedat */
            closedAt: string | null;
            /** Executedprice */
            executedPrice: string | null;
            /** Fee */
            fee: string;
            /** Filledquantity */
            filledQuantity: string;
            /** Goodtill */
            goodTill: string | null;
            /** Groupid */
            groupId: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Limitprice */
            limitPrice: string | null;
            link: components["schemas"]["Link"];
            /**
             * Placedat
             * Format: date-time
             */
            placedAt: string;
            /** Postonly */
            postOnly: boolean;
            /** Quantity */
            quantity: string;
            /** Reason */
            reason: string;
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Reduceonly */
            reduceOnly: boolean;
            /** Riskscore */
            riskScore: number;
            side: components["schemas"]["Side"];
            /** Source */
            source: string;
            status: components["schemas"]["OrderStatus"];
            /** Stopprice */
            stopPrice: string | null;
            /** Symbol */
            symbol: string;
            timeInForce: components["schemas"]["TimeInForce"];
            /** Trailamount */
            trailAmount: string | null;
            /** Trailpercent */
            trailPercent: string | null;
            /** Triggeredat */
            triggeredAt: string | null;
            type: components["schemas"]["OrderType"];
            /** Venue */
            venue: string;
        };
        /** OrderOutPage */
        OrderOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["OrderOut"][];
        };
        /**
         * OrderStatus
         * @description The life of an order.
         *
         *     INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
         *     trigger; OPEN and PARTIALLY_FILLED rest.
         * @enum {string}
         */
        OrderStatus: "inactive" | "pending" | "waiting" | "open" | "partially_filled" | "filled" | "cancelled" | "rejected";
        /**
         * OrderType
         * @description How the price of an order is found.
         * @enum {string}
         */
        OrderType: "market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop";
        /**
         * PasswordBody
         * @description The password that holds now, and the one that shall.
         */
        PasswordBody: {
            /** Currentpassword */
            currentPassword: string;
            /** Newpassword */
            newPassword: string;
        };
        /**
         * PerformanceOut
         * @description How a portfolio did in a period. What is null has its reason in `missing`, by name; `leftOut` names
         *     accounts and trades that are not in these figures, or not in all of them.
         *
         *     Percentages have four digits. `profit` is what the equity changed by beyond funding; `realisedPnl`,
         *     `unrealisedPnl` (before fees) and `fees` are those of the open accounts since they were opened.
         *     `exposure` is the share of the equity in positions now, `averageExposure` over the period.
         */
        PerformanceOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Averageexposure */
            averageExposure: string | null;
            buyAndHold: components["schemas"]["BenchmarkOut"];
            /** Currency */
            currency: string;
            /** Curve */
            curve: components["schemas"]["EquityPointOut"][];
            /** Equity */
            equity: string | null;
            /** Exposure */
            exposure: string | null;
            /** Fees */
            fees: string | null;
            /** Funded */
            funded: string;
            /** Leftout */
            leftOut: components["schemas"]["LeftOutOut"][];
            maxDrawdown: components["schemas"]["DrawdownOut"] | null;
            /**
             * Method
             * @default Time-weighted: from each recorded minute to the next, profit over the equity before and what was paid in meanwhile; what was taken out counts as gone at that stretch's end. Buy and hold: equal parts of the symbols traded, from the first trade on each venue, without fees.
             */
            method: string;
            /** Missing */
            missing: {
                [key: string]: string;
            };
            /** Periods */
            periods: components["schemas"]["PeriodReturnOut"][];
            /** Profit */
            profit: string | null;
            /** Realisedpnl */
            realisedPnl: string | null;
            /** Since */
            since: string | null;
            /** Source */
            source: string;
            /** Timeweightedreturn */
            timeWeightedReturn: string | null;
            trades: components["schemas"]["TradesOut"];
            /** Unrealisedpnl */
            unrealisedPnl: string | null;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * PeriodReturnOut
         * @description The return of the last days in percent; `since` is later than asked where the curve is younger.
         */
        PeriodReturnOut: {
            /** Period */
            period: string;
            /** Since */
            since: string | null;
            /** Timeweightedreturn */
            timeWeightedReturn: string | null;
        };
        /**
         * PermissionsOut
         * @description The rules set for exactly this actor, and what holds for each tool by all rules along its lineage.
         *
         *     For a person or a team: what holds for an agent below that has no rules of its own.
         */
        PermissionsOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            autonomy: components["schemas"]["AutonomyOut"];
            /** Rules */
            rules: components["schemas"]["RuleOut"][];
            /** Tools */
            tools: components["schemas"]["ToolRuling"][];
        };
        /**
         * PersistedState
         * @description What would be needed to go on where the agent stands.
         */
        PersistedState: {
            /** Checkpoints */
            checkpoints: components["schemas"]["CheckpointOut"][];
            configuration: components["schemas"]["ConfigurationOut"];
            /** Lastbar */
            lastBar: string | null;
            lastDecision: components["schemas"]["DecisionOut"] | null;
            /** Strategystate */
            strategyState: {
                [key: string]: unknown;
            };
        };
        /**
         * PersistenceOut
         * @description An agent's persisted state.
         */
        PersistenceOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            data: components["schemas"]["PersistedState"];
            /** Status */
            status: string;
        };
        /**
         * PortfolioSummary
         * @description What all accounts that the asker sees, or one of them, are worth in one currency.
         *
         *     Other currencies, of accounts and in them, are valued at their venue's latest prices;
         *     `unvaluedAccounts` are reckoned in one that has none, and are left out. `equity` is cash and positions at
         *     their latest prices, of which `pricedAt` is the oldest. A figure is null while a part of it has no price,
         *     and `unpriced` names that. `totalReturn` is the change against `funded`, in percent; profits are before
         *     fees, `fees` are those paid. `source` is `live`, `paper`, or `mixed` where a sum has both.
         */
        PortfolioSummary: {
            /** Accounts */
            accounts: number;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Cash */
            cash: string | null;
            /** Currency */
            currency: string;
            /** Equity */
            equity: string | null;
            /** Fees */
            fees: string | null;
            /** Funded */
            funded: string;
            /** Held */
            held: string | null;
            /** Positionsvalue */
            positionsValue: string | null;
            /** Pricedat */
            pricedAt: string | null;
            /** Realisedpnl */
            realisedPnl: string | null;
            /** Source */
            source: string;
            /** Totalreturn */
            totalReturn: string | null;
            /** Unpriced */
            unpriced: components["schemas"]["UnpricedOut"][];
            /** Unrealisedpnl */
            unrealisedPnl: string | null;
            /** Unvaluedaccounts */
            unvaluedAccounts: number;
        };
        /**
         * PositionOut
         * @description One open position, valued at the latest price where there is one; amounts are in `currency`.
         */
        PositionOut: {
            /**
             * Accountid
             * Format: uuid
             */
            accountId: string;
            /** Agentid */
            agentId: string | null;
            /** Asof */
            asOf: string | null;
            /** Averageprice */
            averagePrice: string;
            /** Currency */
            currency: string;
            /** Fees */
            fees: string;
            /** Price */
            price: string | null;
            /** Quantity */
            quantity: string;
            /** Realisedpnl */
            realisedPnl: string;
            /** Source */
            source: string;
            /** Symbol */
            symbol: string;
            /** Unrealisedpnl */
            unrealisedPnl: string | null;
            /** Value */
            value: string | null;
            /** Venue */
            venue: string;
        };
        /**
         * Positions
         * @description Open positions at their latest prices.
         */
        Positions: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Positions */
            positions: components["schemas"]["PositionOut"][];
            /** Source */
            source: string;
        };
        /**
         * PriceAlertOut
         * @description A price that somebody waits for: `price` to be above, below or crossed, or a change in `percent`.
         *
         *     `status` is `active`, `triggered`, `cancelled` or `expired`. While it rests after it was told
         *     (`restsUntil`) it tells nothing. `setsOffAbove` and `setsOffBelow` are the prices it waits for now.
         */
        PriceAlertOut: {
            /** Condition */
            condition: string;
            /** Cooldownseconds */
            cooldownSeconds: number;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Expiresat */
            expiresAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Note */
            note: string;
            /** Percent */
            percent: string | null;
            /** Price */
            price: string | null;
            /** Repeats */
            repeats: boolean;
            /** Restsuntil */
            restsUntil: string | null;
            /** Setsoffabove */
            setsOffAbove: string | null;
            /** Setsoffbelow */
            setsOffBelow: string | null;
            /** Status */
            status: string;
            /** Symbol */
            symbol: string;
            /** Timestriggered */
            timesTriggered: number;
            /** Triggeredat */
            triggeredAt: string | null;
            /** Triggeredprice */
            triggeredPrice: string | null;
            /** Venue */
            venue: string;
        };
        /** PriceAlertOutPage */
        PriceAlertOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["PriceAlertOut"][];
        };
        /**
         * ProbeOut
         * @description One probe: `status` is healthy, degraded, critical or offline; `measured` holds its figures.
         */
        ProbeOut: {
            /** Ageseconds */
            ageSeconds: number;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Detail */
            detail: string;
            /** Measured */
            measured: {
                [key: string]: unknown;
            };
            /** Name */
            name: string;
            /** Status */
            status: string;
            /** Weight */
            weight: number;
        };
        /**
         * ProblemOut
         * @description A refusal (RFC 9457): `code` for machines, `detail` for people.
         */
        ProblemOut: {
            /** Code */
            code: string;
            /**
             * Correlationid
             * Format: uuid
             */
            correlationId: string;
            /** Detail */
            detail: string;
            /** Details */
            details: {
                [key: string]: unknown;
            };
            /** Errors */
            errors: components["schemas"]["ErrorOut"][];
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * ProfileOut
         * @description Who is asking, and by what right. `username`, `email` and `role` are null for what is no person.
         */
        ProfileOut: {
            /** Email */
            email: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Role */
            role: string | null;
            /** Scopes */
            scopes: string[];
            /** Teams */
            teams: components["schemas"]["ActorOut"][];
            /** Username */
            username: string | null;
        };
        /**
         * QuestionOut
         * @description What an actor asked people: OPEN, ANSWERED, DISMISSED, EXPIRED or CANCELLED (its call ended before).
         *
         *     The answer is one of `options`, an object that fits `form` (JSON Schema), or text where both are empty.
         *     `mayAnswer` is whether the one who looks may answer now.
         */
        QuestionOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            /** Actorname */
            actorName: string;
            /** Agentid */
            agentId: string | null;
            /** Answer */
            answer: unknown;
            /**
             * Askedat
             * Format: date-time
             */
            askedAt: string;
            /** Closedat */
            closedAt: string | null;
            /** Closedby */
            closedBy: string | null;
            /** Context */
            context: string;
            /**
             * Executionid
             * Format: uuid
             */
            executionId: string;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /** Form */
            form: {
                [key: string]: unknown;
            } | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Mayanswer */
            mayAnswer: boolean;
            /** Note */
            note: string;
            /** Options */
            options: string[];
            /** Status */
            status: string;
            /** Text */
            text: string;
        };
        /** QuestionOutPage */
        QuestionOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["QuestionOut"][];
        };
        /**
         * QueueFigure
         * @description Messages that wait in a queue, and how long the oldest has (seconds; null where none waits).
         */
        QueueFigure: {
            /** Depth */
            depth: number;
            /** Oldestseconds */
            oldestSeconds: number | null;
        };
        /**
         * QueueFigures
         * @description The queues of the workers, by name.
         */
        QueueFigures: {
            /** Depth */
            depth: number;
            /** Queues */
            queues: {
                [key: string]: components["schemas"]["QueueFigure"];
            };
        };
        /**
         * RebuildOut
         * @description A rebuild of a projection: how far it is (`seq` of `target`), and what it came to once it has ended.
         */
        RebuildOut: {
            /** Changed */
            changed: number | null;
            /** Digestafter */
            digestAfter: string;
            /** Digestbefore */
            digestBefore: string;
            /** Events */
            events: number;
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reason */
            reason: string;
            /** Seq */
            seq: number | null;
            /** Skipped */
            skipped: number;
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /** Status */
            status: string;
            /** Target */
            target: number;
        };
        /**
         * ReconcilerOut
         * @description A reconciler, how often it runs (seconds), and its last run with its age (seconds); null before any.
         */
        ReconcilerOut: {
            /** Age */
            age: number | null;
            /** Every */
            every: number;
            /** Isoverdue */
            isOverdue: boolean;
            /** Name */
            name: string;
            run: components["schemas"]["ReconciliationRunOut"] | null;
        };
        /**
         * ReconciliationOut
         * @description Every reconciler as it stands; `isClean` when each has run in time and found all in agreement.
         */
        ReconciliationOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Isclean */
            isClean: boolean;
            /** Results */
            results: components["schemas"]["ReconcilerOut"][];
        };
        /**
         * ReconciliationRunOut
         * @description One run: CLEAN, MISMATCHED or BROKEN; `mismatches` holds the first hundred of `mismatchCount`.
         */
        ReconciliationRunOut: {
            /** Checked */
            checked: number;
            /** Error */
            error: string;
            /**
             * Finishedat
             * Format: date-time
             */
            finishedAt: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Isfull */
            isFull: boolean;
            /** Mismatchcount */
            mismatchCount: number;
            /** Mismatches */
            mismatches: components["schemas"]["MismatchOut"][];
            /** Name */
            name: string;
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /** Status */
            status: string;
        };
        /** ReconciliationRunOutPage */
        ReconciliationRunOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["ReconciliationRunOut"][];
        };
        /**
         * Report
         * @description The result of a backtest. `source` is that of its bars; all fills are simulated.
         *
         *     `equity` has at most a thousand stretches; `resampled` says what the same trades and returns could have
         *     come to by chance; `orders_ended` counts the orders that were refused or ended unfilled, by code.
         */
        Report: {
            /** Bars */
            bars: number;
            benchmark: components["schemas"]["Metrics"];
            /**
             * Combinations
             * @default []
             */
            combinations: components["schemas"]["Combination"][];
            /**
             * Combinationsrefused
             * @default 0
             */
            combinationsRefused: number;
            /**
             * Combinationstried
             * @default 0
             */
            combinationsTried: number;
            /**
             * Contenders
             * @default []
             */
            contenders: components["schemas"]["ContenderReport"][];
            /** Equity */
            equity: components["schemas"]["EquityPoint"][];
            /** Finalequity */
            finalEquity: string;
            /**
             * Firstat
             * Format: date-time
             */
            firstAt: string;
            kind: components["schemas"]["Kind"];
            /**
             * Lastat
             * Format: date-time
             */
            lastAt: string;
            metrics: components["schemas"]["Metrics"];
            /** Ordersended */
            ordersEnded: {
                [key: string]: number;
            };
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Resampled */
            resampled: components["schemas"]["Resampled"][];
            /** Source */
            source: string;
            /** Warmupbars */
            warmUpBars: number;
            /**
             * Windows
             * @default []
             */
            windows: components["schemas"]["WindowReport"][];
        };
        /**
         * RequestFigures
         * @description Requests over HTTP, in the last five minutes and the last hour.
         */
        RequestFigures: {
            fiveMinutes: components["schemas"]["RequestWindow"];
            hour: components["schemas"]["RequestWindow"];
        };
        /**
         * RequestWindow
         * @description Requests in a window; `broken` were answered 5xx. Percentiles (ms) are interpolated from buckets.
         */
        RequestWindow: {
            /** Broken */
            broken: number;
            /** P50 */
            p50: number | null;
            /** P95 */
            p95: number | null;
            /** P99 */
            p99: number | null;
            /** Perminute */
            perMinute: number;
            /** Refused */
            refused: number;
            /** Total */
            total: number;
        };
        /**
         * RerunOut
         * @description A decision beside the same one made again. Nothing was changed by it.
         *
         *     `sameInputs`: bars, settings and holdings are those that it was made of; null where other settings were
         *     asked for, or the decision is older than their being written down.
         */
        RerunOut: {
            again: components["schemas"]["SignalOut"];
            /**
             * Decisionid
             * Format: uuid
             */
            decisionId: string;
            original: components["schemas"]["SignalOut"];
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /**
             * Samedecision
             * @description Whether action and quantity are the same.
             */
            sameDecision: boolean;
            /**
             * Sameinputs
             * @description Whether it rests on what it rested on.
             */
            sameInputs: boolean | null;
            /** Type */
            type: string;
        };
        /**
         * Resampled
         * @description A bootstrap: `size` factors drawn with replacement out of as many, `draws` times.
         */
        Resampled: {
            /** Draws */
            draws: number;
            /** Lossprobability */
            lossProbability: number;
            maxDrawdown: components["schemas"]["Spread"];
            /** Of */
            of: string;
            /** Seed */
            seed: number;
            /** Size */
            size: number;
            totalReturn: components["schemas"]["Spread"];
        };
        /**
         * Resolution
         * @description How far the points of a curve lie apart; AUTO takes what suits the span.
         * @enum {string}
         */
        Resolution: "auto" | "minute" | "hour" | "day";
        /**
         * ResultPiece
         * @description A stretch of a result as JSON text: all of them, joined, are the result. `next` is null at the end.
         */
        ResultPiece: {
            /**
             * Executionid
             * Format: uuid
             */
            executionId: string;
            /** Next */
            next: string | null;
            /** Size */
            size: number;
            /** Text */
            text: string;
        };
        /**
         * RuleHolder
         * @description Whose row decides.
         */
        RuleHolder: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
        };
        /**
         * RuleOut
         * @description One rule: for a tool, for a toolset, or (both null) for every tool.
         */
        RuleOut: {
            /** Effect */
            effect: components["schemas"]["EffectEnum"];
            /** Tool */
            tool: string | null;
            /** Toolset */
            toolset: string | null;
        };
        /**
         * RunEventOut
         * @description One event of a run: its place, and the event as AG-UI defines it.
         */
        RunEventOut: {
            /** Payload */
            payload: {
                [key: string]: unknown;
            };
            /** Seq */
            seq: number;
        };
        /**
         * RunEventPage
         * @description Events of a run behind a place; `next` is the place to go on from, `isOver` whether nothing follows.
         */
        RunEventPage: {
            /** Isover */
            isOver: boolean;
            /** Next */
            next: number;
            /** Results */
            results: components["schemas"]["RunEventOut"][];
        };
        /**
         * RunOut
         * @description One run; `cost` in US dollars. A decision's run is told from the decision and used no model.
         */
        RunOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /** Code */
            code: string;
            /** Cost */
            cost: string;
            /** Endedat */
            endedAt: string | null;
            /** Error */
            error: string;
            /** Events */
            events: number | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Inputtokens */
            inputTokens: number;
            /** Interrupts */
            interrupts: components["schemas"]["InterruptOut"][];
            /** Model */
            model: string;
            /** Outputtokens */
            outputTokens: number;
            /**
             * Requestedat
             * Format: date-time
             */
            requestedAt: string;
            /** Requests */
            requests: number;
            /** Runid */
            runId: string;
            /** Startedat */
            startedAt: string | null;
            /** Status */
            status: string;
            /** Text */
            text: string;
            /** Threadid */
            threadId: string;
            /** Trigger */
            trigger: string;
        };
        /** RunOutPage */
        RunOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["RunOut"][];
        };
        /**
         * SagaOut
         * @description One long operation and where it stands; `error` says why it was taken back or needs a person.
         *
         *     While it is open: `nextTryAt` is when it is looked at again at the latest, `deadline` when it turns back,
         *     and `canTurnBack` whether it still does. `resolution` is what the person said who dealt with a failed one.
         */
        SagaOut: {
            /** Callid */
            callId: string | null;
            /** Canturnback */
            canTurnBack: boolean;
            /**
             * Correlationid
             * Format: uuid
             */
            correlationId: string;
            /** Deadline */
            deadline: string | null;
            /** Error */
            error: string;
            /** Errorcode */
            errorCode: string;
            /** Finishedat */
            finishedAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Needsperson */
            needsPerson: boolean;
            /** Nexttryat */
            nextTryAt: string | null;
            /**
             * Ownerid
             * Format: uuid
             */
            ownerId: string;
            /** Resolution */
            resolution: string;
            /** Resolvedat */
            resolvedAt: string | null;
            /** Resolvedby */
            resolvedBy: string | null;
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /** Status */
            status: string;
            /** Steps */
            steps: components["schemas"]["SagaStepOut"][];
            /**
             * Touchedat
             * Format: date-time
             */
            touchedAt: string;
            /** Turnedbackat */
            turnedBackAt: string | null;
        };
        /** SagaOutPage */
        SagaOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["SagaOut"][];
        };
        /**
         * SagaStepOut
         * @description One step: PENDING, WAITING (`waitsFor` says for what), DONE, FAILED with its reason, or COMPENSATED.
         */
        SagaStepOut: {
            /** Attempts */
            attempts: number;
            /** Error */
            error: string;
            /** Finishedat */
            finishedAt: string | null;
            /** Name */
            name: string;
            /** Position */
            position: number;
            /** Startedat */
            startedAt: string | null;
            /** Status */
            status: string;
            /** Waitingsince */
            waitingSince: string | null;
            /** Waitsfor */
            waitsFor: string;
        };
        /**
         * ScenarioKind
         * @description Prices fall and recover; there is no market; the last prices stay and age; spreads widen.
         * @enum {string}
         */
        ScenarioKind: "flash_crash" | "outage" | "stale_feed" | "wide_spread";
        /**
         * ScenarioOut
         * @description What is, or will be, laid over a simulated market, in market time.
         *
         *     `strength` is in percent for a fall, and how many times as wide for a spread.
         */
        ScenarioOut: {
            /**
             * Endsat
             * Format: date-time
             */
            endsAt: string;
            /** Isactive */
            isActive: boolean;
            kind: components["schemas"]["ScenarioKind"];
            /**
             * Startsat
             * Format: date-time
             */
            startsAt: string;
            /** Strength */
            strength: number | null;
        };
        /**
         * ScheduleOut
         * @description A schedule: as declared, as it is, and when it ran. `every` is in seconds.
         *
         *     `next_run` is null while it is turned off or has not run yet.
         */
        ScheduleOut: {
            /** Declaredevery */
            declaredEvery: number;
            /** Editedat */
            editedAt: string | null;
            /** Editedby */
            editedBy: string | null;
            /** Enabled */
            enabled: boolean;
            /** Essential */
            essential: boolean;
            /** Every */
            every: number;
            /** Lastrun */
            lastRun: string | null;
            /** Least */
            least: number;
            /** Most */
            most: number;
            /** Name */
            name: string;
            /** Nextrun */
            nextRun: string | null;
            /** Task */
            task: string;
            /** Totalruns */
            totalRuns: number;
        };
        /**
         * SchedulesOut
         * @description Everything that runs by the clock, by name.
         */
        SchedulesOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Results */
            results: components["schemas"]["ScheduleOut"][];
        };
        /**
         * Scope
         * @description What a caller may do in general; each role is a set of them.
         * @enum {string}
         */
        Scope: "read" | "trade" | "operate" | "admin";
        /**
         * ServiceOut
         * @description A service outside: exchange, rpc, llm, smtp, webhook or http.
         */
        ServiceOut: {
            /** Description */
            description: string;
            /** Endpoints */
            endpoints: components["schemas"]["EndpointOut"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
            /** Places */
            places: number;
            /**
             * Registeredat
             * Format: date-time
             */
            registeredAt: string;
        };
        /**
         * ServicesOut
         * @description Our own processes, and the services outside that they call.
         */
        ServicesOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Instances */
            instances: components["schemas"]["InstanceOut"][];
            /** Services */
            services: components["schemas"]["ServiceOut"][];
        };
        /**
         * SessionOut
         * @description A browser that one is signed in with; `isCurrent`: the one that asks.
         */
        SessionOut: {
            /** Address */
            address: string;
            /** Browser */
            browser: string;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Iscurrent */
            isCurrent: boolean;
            /**
             * Signedinat
             * Format: date-time
             */
            signedInAt: string;
        };
        /**
         * SessionsOut
         * @description The browsers that one is signed in with, newest first.
         */
        SessionsOut: {
            /** Results */
            results: components["schemas"]["SessionOut"][];
        };
        /**
         * SettingChangeOut
         * @description One change of a setting; without `isSet` the value was taken back.
         */
        SettingChangeOut: {
            /**
             * Changedat
             * Format: date-time
             */
            changedAt: string;
            /**
             * Changedby
             * Format: uuid
             */
            changedBy: string;
            /** Changedbyname */
            changedByName: string;
            /**
             * Correlationid
             * Format: uuid
             */
            correlationId: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Isset */
            isSet: boolean;
            /** Key */
            key: string;
            /** New */
            new: unknown;
            /** Old */
            old: unknown;
            /** Reason */
            reason: string;
            /** Targetid */
            targetId: string | null;
            /** Version */
            version: number;
            /** Wasset */
            wasSet: boolean;
        };
        /** SettingChangeOutPage */
        SettingChangeOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["SettingChangeOut"][];
        };
        /**
         * SettingOut
         * @description A setting, what holds for the target, and where that comes from.
         *
         *     `version` is that of the target's own value, for `expectedVersion`; 0 means that it was never set there.
         */
        SettingOut: {
            /** Default */
            default: unknown;
            /** Description */
            description: string;
            /** Isflag */
            isFlag: boolean;
            /** Key */
            key: string;
            /** Peractor */
            perActor: boolean;
            /** Scope */
            scope: string;
            /** Setat */
            setAt: string | null;
            /** Setby */
            setBy: string | null;
            /** Setbyname */
            setByName: string;
            /** Source */
            source: components["schemas"]["SettingOutSourceEnum"];
            /** Sourceid */
            sourceId: string | null;
            /** Sourcename */
            sourceName: string;
            /** Unit */
            unit: string;
            /** Value */
            value: unknown;
            /** Valueschema */
            valueSchema: {
                [key: string]: unknown;
            };
            /** Version */
            version: number;
        };
        /** @enum {string} */
        SettingOutSourceEnum: "default" | "platform" | "actor";
        /**
         * ShareOut
         * @description What one agent, strategy or symbol made: `profit` is realised and unrealised, less fees.
         */
        ShareOut: {
            /** Fees */
            fees: string;
            /** Key */
            key: string;
            /** Name */
            name: string;
            /** Profit */
            profit: string | null;
            /** Realised */
            realised: string;
            /** Trades */
            trades: number;
            /** Unrealised */
            unrealised: string | null;
            /** Wins */
            wins: number;
        };
        /**
         * Side
         * @description Which way an order or a fill moves the base asset.
         * @enum {string}
         */
        Side: "buy" | "sell";
        /**
         * SignalOut
         * @description What a decision comes to: what is done, how sure that is, and the rules in order.
         */
        SignalOut: {
            /** Action */
            action: string;
            /** Confidence */
            confidence: string;
            /** Inputs */
            inputs: {
                [key: string]: unknown;
            };
            /** Quantity */
            quantity: string;
            /** Reasoning */
            reasoning: {
                [key: string]: unknown;
            }[];
            /** Sentence */
            sentence: string;
        };
        /**
         * SignInBody
         * @description A name and its password.
         */
        SignInBody: {
            /** Password */
            password: string;
            /** Username */
            username: string;
        };
        /**
         * SocketFigures
         * @description Sockets: how many are open now, and messages to and from them.
         */
        SocketFigures: {
            /** Open */
            open: number;
            /** Receivedinhour */
            receivedInHour: number;
            /** Receivedperminute */
            receivedPerMinute: number;
            /** Sentinhour */
            sentInHour: number;
            /** Sentperminute */
            sentPerMinute: number;
        };
        /**
         * Spread
         * @description The percentiles of a figure over all draws.
         */
        Spread: {
            /** P5 */
            p5: number;
            /** P25 */
            p25: number;
            /** P50 */
            p50: number;
            /** P75 */
            p75: number;
            /** P95 */
            p95: number;
        };
        /**
         * StandingOut
         * @description One agent's place: figures in USD, percent and ratios, null where its record tells none yet.
         */
        StandingOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Days */
            days: number;
            /** Equity */
            equity: string | null;
            /** Exposure */
            exposure: string | null;
            /** Farmid */
            farmId: string | null;
            /** Fees */
            fees: string;
            /** Maxdrawdown */
            maxDrawdown: string | null;
            /** Name */
            name: string;
            /** Profit */
            profit: string | null;
            /** Profitfactor */
            profitFactor: string | null;
            /** Rank */
            rank: number;
            /** Sharpe */
            sharpe: string | null;
            /** Sortino */
            sortino: string | null;
            /** Status */
            status: string;
            /** Totalreturn */
            totalReturn: string | null;
            /** Trades */
            trades: number;
            /** Type */
            type: string;
            /** Venue */
            venue: string;
            /** Winrate */
            winRate: string | null;
        };
        /**
         * StatsOut
         * @description How tools did in a period of whole hours (days, where grouped by day).
         *
         *     `refusals` count what gates stopped, too, which never became a call. Counts are exact, and percentiles
         *     within `percentileError` (2.5 %) of the exact ones. `tools` is filled where grouped by tool, `groups`
         *     otherwise: those with the most calls, 200 at most.
         */
        StatsOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            groupBy: components["schemas"]["Grouping"];
            /** Groups */
            groups: components["schemas"]["GroupStatsOut"][];
            /**
             * Percentileerror
             * @default 0.025
             */
            percentileError: number;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Source
             * @default live
             */
            source: string;
            /** Tools */
            tools: components["schemas"]["ToolStatsOut"][];
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
        /**
         * StoryOut
         * @description All that one click or prompt led to, in the order in which it was recorded.
         *
         *     `isComplete` is false where there is more of a kind than 500.
         */
        StoryOut: {
            /**
             * Beganat
             * Format: date-time
             */
            beganAt: string;
            /** Chapters */
            chapters: components["schemas"]["ChapterOut"][];
            /**
             * Correlationid
             * Format: uuid
             */
            correlationId: string;
            /**
             * Endedat
             * Format: date-time
             */
            endedAt: string;
            /** Iscomplete */
            isComplete: boolean;
        };
        /**
         * StrategyOut
         * @description A kind of agent: its manual, the JSON Schema of its parameters with their defaults, and whether it can
         *     be backtested.
         */
        StrategyOut: {
            /** Canbebacktested */
            canBeBacktested: boolean;
            /** Description */
            description: string;
            /** Parametersschema */
            parametersSchema: {
                [key: string]: unknown;
            };
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * StrategyPage
         * @description All strategies.
         */
        StrategyPage: {
            /** Count */
            count: number;
            /**
             * Countisexact
             * @default true
             */
            countIsExact: boolean;
            /**
             * Next
             * @default null
             */
            next: string | null;
            /**
             * Previous
             * @default null
             */
            previous: string | null;
            /** Results */
            results: components["schemas"]["StrategyOut"][];
        };
        /**
         * SubscriberOut
         * @description One subscriber: `position` is its cursor, `behind` how many numbers of the log it has yet to look at.
         *
         *     `attempts` and `retryAt` are of the event it is at. `tables` are what it owns, where it is a projection.
         */
        SubscriberOut: {
            /** Attempts */
            attempts: number;
            /** Batch */
            batch: number;
            /** Behind */
            behind: number;
            /** Name */
            name: string;
            /** Parked */
            parked: number;
            /** Patterns */
            patterns: string[];
            /** Position */
            position: string;
            rebuild: components["schemas"]["RebuildOut"] | null;
            /** Retryat */
            retryAt: string | null;
            /** Tables */
            tables: string[];
        };
        /**
         * SubscriberPage
         * @description All subscribers, by name.
         */
        SubscriberPage: {
            /** Count */
            count: number;
            /** Results */
            results: components["schemas"]["SubscriberOut"][];
        };
        /**
         * SymbolOut
         * @description What a venue lists: steps, least notional, fees as fractions of the cost.
         *
         *     `status`: `trading` while its market runs and has a price, `halted` while it runs without one, `closed`
         *     before it begins and after it has ended.
         */
        SymbolOut: {
            /** Base */
            base: string;
            /** Lotsize */
            lotSize: string;
            /** Makerfee */
            makerFee: string;
            /** Minnotional */
            minNotional: string;
            /** Quote */
            quote: string;
            /** Status */
            status: components["schemas"]["SymbolOutStatusEnum"];
            /** Symbol */
            symbol: string;
            /** Takerfee */
            takerFee: string;
            /** Ticksize */
            tickSize: string;
            /** Venue */
            venue: string;
        };
        /** @enum {string} */
        SymbolOutStatusEnum: "trading" | "halted" | "closed";
        /**
         * Symbols
         * @description What a venue lists, by symbol.
         */
        Symbols: {
            /** Asof */
            asOf: string | null;
            /** Source */
            source: string;
            /** Symbols */
            symbols: components["schemas"]["SymbolOut"][];
            /** Venue */
            venue: string;
        };
        /**
         * TeamBody
         * @description A team to found; the founder is its first member.
         */
        TeamBody: {
            /** Name */
            name: string;
        };
        /**
         * TeamOut
         * @description A team and its members.
         */
        TeamOut: {
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Members */
            members: components["schemas"]["MemberOut"][];
            /** Name */
            name: string;
        };
        /** TeamOutPage */
        TeamOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["TeamOut"][];
        };
        /**
         * TimeInForce
         * @description How long an order waits.
         *
         *     GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
         *     or nothing of it.
         * @enum {string}
         */
        TimeInForce: "gtc" | "ioc" | "fok" | "gtd";
        /**
         * TodoOut
         * @description One to-do; `blockedBy` must be closed first, `progress` is in percent, from its parts.
         */
        TodoOut: {
            /**
             * Agentid
             * Format: uuid
             */
            agentId: string;
            /**
             * Assigneeid
             * Format: uuid
             */
            assigneeId: string;
            /** Blockedby */
            blockedBy: string[];
            /** Closedat */
            closedAt: string | null;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Createdby */
            createdBy: string | null;
            /** Description */
            description: string;
            /** Dueat */
            dueAt: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Level */
            level: number;
            /** Needs */
            needs: string[];
            /** Parentid */
            parentId: string | null;
            /** Position */
            position: number;
            /** Priority */
            priority: string;
            /** Progress */
            progress: number;
            /** Result */
            result: string;
            /** Status */
            status: string;
            /** Title */
            title: string;
        };
        /** TodoOutPage */
        TodoOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["TodoOut"][];
        };
        /**
         * ToolArray
         * @description Tools, as a bare array.
         */
        ToolArray: components["schemas"]["ToolOut"][];
        /**
         * ToolFigure
         * @description Calls in a window; times in milliseconds from request to end, null where nothing ended.
         */
        ToolFigure: {
            /** Calls */
            calls: number;
            /** Failed */
            failed: number;
            /** P50 */
            p50: number | null;
            /** P95 */
            p95: number | null;
            /** P99 */
            p99: number | null;
            /** Refused */
            refused: number;
            /** Succeeded */
            succeeded: number;
            /** Successrate */
            successRate: string | null;
        };
        /**
         * ToolFigures
         * @description Calls of tools, in the last five minutes and the last hour.
         */
        ToolFigures: {
            fiveMinutes: components["schemas"]["ToolWindow"];
            hour: components["schemas"]["ToolWindow"];
        };
        /**
         * ToolOut
         * @description A tool: its manual, its schemas and its hints. `timeout` in seconds, `perMinute` per actor.
         */
        ToolOut: {
            /** Category */
            category: string;
            /** Cost */
            cost: number;
            /** Description */
            description: string;
            /** Destructive */
            destructive: boolean;
            /** Id */
            id: string;
            /** Idempotent */
            idempotent: boolean;
            /** Kind */
            kind: components["schemas"]["ToolOutKindEnum"];
            /** Name */
            name: string;
            /** Operator */
            operator: boolean;
            /** Outputschema */
            outputSchema: {
                [key: string]: unknown;
            };
            /** Parametersschema */
            parametersSchema: {
                [key: string]: unknown;
            };
            /** Perminute */
            perMinute: number;
            /** Readonly */
            readOnly: boolean;
            /** Scope */
            scope: string;
            /** Timeout */
            timeout: number;
            /** Title */
            title: string;
        };
        /** @enum {string} */
        ToolOutKindEnum: "read" | "command";
        /**
         * ToolRuling
         * @description What holds for one tool.
         *
         *     `source` is the kind of row that decides: `tool`, `toolset`, `every` (tool), `autonomy`, or `none`: there
         *     is no row, and so it is denied. `decidedBy` is whose row it is.
         */
        ToolRuling: {
            decidedBy: components["schemas"]["RuleHolder"] | null;
            /** Effect */
            effect: components["schemas"]["EffectEnum"];
            /** Source */
            source: components["schemas"]["ToolRulingSourceEnum"];
            /** Tool */
            tool: string;
            /** Toolset */
            toolset: string;
        };
        /** @enum {string} */
        ToolRulingSourceEnum: "tool" | "toolset" | "every" | "autonomy" | "none";
        /**
         * ToolStatsOut
         * @description How one tool did.
         */
        ToolStatsOut: {
            /** Calls */
            calls: number;
            /** Failed */
            failed: number;
            /** Open */
            open: number;
            /** P50 */
            p50: number | null;
            /** P95 */
            p95: number | null;
            /** P99 */
            p99: number | null;
            /** Refusals */
            refusals: {
                [key: string]: number;
            };
            /** Refused */
            refused: number;
            /** Succeeded */
            succeeded: number;
            /** Successrate */
            successRate: string | null;
            /** Tool */
            tool: string;
        };
        /**
         * ToolWindow
         * @description All calls in a window, and each tool's; the percentiles are of the newest 20,000 calls at most.
         */
        ToolWindow: {
            /** Calls */
            calls: number;
            /** Callsperminute */
            callsPerMinute: number;
            /** Failed */
            failed: number;
            /** P50 */
            p50: number | null;
            /** P95 */
            p95: number | null;
            /** P99 */
            p99: number | null;
            /** Refused */
            refused: number;
            /** Succeeded */
            succeeded: number;
            /** Successrate */
            successRate: string | null;
            /** Tools */
            tools: {
                [key: string]: components["schemas"]["ToolFigure"];
            };
        };
        /**
         * Traded
         * @description What changed hands in the last hour, and the fees on it, in one quote asset.
         */
        Traded: {
            /** Fees */
            fees: string;
            /** Volume */
            volume: string;
        };
        /**
         * TradeReport
         * @description A round trip: bought, and sold or still held (`isOpen`, then valued at the last close).
         *
         *     `profit` is after fees; `returnOnCost` is a fraction of what was bought.
         */
        TradeReport: {
            /** Bars */
            bars: number;
            /**
             * Closedat
             * Format: date-time
             */
            closedAt: string;
            /** Cost */
            cost: string;
            /** Entryprice */
            entryPrice: string;
            /** Entryreason */
            entryReason: string;
            /** Exitprice */
            exitPrice: string;
            /** Exitreason */
            exitReason: string;
            /** Fees */
            fees: string;
            /** Isopen */
            isOpen: boolean;
            /** Number */
            number: number;
            /**
             * Openedat
             * Format: date-time
             */
            openedAt: string;
            /** Profit */
            profit: string;
            /** Quantity */
            quantity: string;
            /** Returnoncost */
            returnOnCost: number;
        };
        /** TradeReportPage */
        TradeReportPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["TradeReport"][];
        };
        /**
         * TradesOut
         * @description Round trips that ended in the period, after fees; rates in percent, losses as positive amounts.
         */
        TradesOut: {
            /** Averageseconds */
            averageSeconds: number | null;
            /** Grossloss */
            grossLoss: string;
            /** Grossprofit */
            grossProfit: string;
            /** Largestloss */
            largestLoss: string | null;
            /** Largestwin */
            largestWin: string | null;
            /** Losses */
            losses: number;
            /** Profitfactor */
            profitFactor: string | null;
            /** Trades */
            trades: number;
            /** Winrate */
            winRate: string | null;
            /** Wins */
            wins: number;
        };
        /**
         * TradingFigures
         * @description Orders placed and fills booked; `hour` by quote asset.
         */
        TradingFigures: {
            /** Fillsinfiveminutes */
            fillsInFiveMinutes: number;
            /** Fillsinhour */
            fillsInHour: number;
            /** Fillsperminute */
            fillsPerMinute: number;
            /** Hour */
            hour: {
                [key: string]: components["schemas"]["Traded"];
            };
            /** Ordersinfiveminutes */
            ordersInFiveMinutes: number;
            /** Ordersinhour */
            ordersInHour: number;
            /** Ordersperminute */
            ordersPerMinute: number;
        };
        /**
         * TripOut
         * @description A position from its first fill to its last; while some of it is held, what became of it so far.
         *
         *     Prices are averages, amounts in the quote asset; `profit` is what was realised less all its fees,
         *     `profitPercent` that of what it cost. `entryBy` and `exitBy` are the types of the first order and of the
         *     last sale. Times are market times, `holdingSeconds` between them.
         */
        TripOut: {
            /**
             * Accountid
             * Format: uuid
             */
            accountId: string;
            /** Agentid */
            agentId: string | null;
            /** Closedat */
            closedAt: string | null;
            /** Currency */
            currency: string;
            /** Entryby */
            entryBy: string | null;
            /**
             * Entryorderid
             * Format: uuid
             */
            entryOrderId: string;
            /** Entryprice */
            entryPrice: string;
            /** Exitby */
            exitBy: string | null;
            /** Exitorderid */
            exitOrderId: string | null;
            /** Exitprice */
            exitPrice: string | null;
            /** Fees */
            fees: string;
            /** Fills */
            fills: number;
            /** Held */
            held: string;
            /** Holdingseconds */
            holdingSeconds: number | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Label */
            label: string;
            /** Note */
            note: string;
            /** Notedat */
            notedAt: string | null;
            /**
             * Openedat
             * Format: date-time
             */
            openedAt: string;
            /** Profit */
            profit: string;
            /** Profitpercent */
            profitPercent: string;
            /** Quantity */
            quantity: string;
            /** Realised */
            realised: string;
            /** Source */
            source: string;
            /** Status */
            status: string;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
        };
        /** TripOutPage */
        TripOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["TripOut"][];
        };
        /**
         * TryOut
         * @description An attempt that failed because something did not answer, and when the next one was due.
         */
        TryOut: {
            /** Code */
            code: string;
            /** Reason */
            reason: string;
            /**
             * Retryat
             * Format: date-time
             */
            retryAt: string;
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
        };
        /**
         * UnpricedOut
         * @description A part of the whole that has no price now: an asset or a symbol, how much of it, and why.
         */
        UnpricedOut: {
            /** Quantity */
            quantity: string;
            /** Reason */
            reason: string;
            /** Venue */
            venue: string;
            /** What */
            what: string;
        };
        /**
         * VaultBalanceOut
         * @description How much of an asset a vault holds.
         */
        VaultBalanceOut: {
            /** Amount */
            amount: string;
            /** Asset */
            asset: string;
        };
        /**
         * VaultOut
         * @description A vault; `address` is the one on the primary network. Its money is `paper`: no chain was touched.
         */
        VaultOut: {
            /**
             * Actorid
             * Format: uuid
             */
            actorId: string;
            /** Address */
            address: string;
            /** Addresses */
            addresses: components["schemas"]["AddressOut"][];
            /** Agentid */
            agentId: string | null;
            /** Balances */
            balances: components["schemas"]["VaultBalanceOut"][];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Network */
            network: string;
            /** Source */
            source: string;
            /** Status */
            status: string;
        };
        /** VaultOutPage */
        VaultOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["VaultOut"][];
        };
        /**
         * VaultPositionsOut
         * @description Positions in DeFi protocols, as a list with one page.
         */
        VaultPositionsOut: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /**
             * Count
             * @default 0
             */
            count: number;
            /**
             * Countisexact
             * @default true
             */
            countIsExact: boolean;
            /**
             * Next
             * @default null
             */
            next: string | null;
            /**
             * Previous
             * @default null
             */
            previous: string | null;
            /** Results */
            results: {
                [key: string]: unknown;
            }[];
            /**
             * Source
             * @default paper
             */
            source: string;
            /**
             * Vaultid
             * Format: uuid
             */
            vaultId: string;
        };
        /**
         * VaultTransferOut
         * @description One movement; `amount` is positive into the vault and negative out of it.
         */
        VaultTransferOut: {
            /** Amount */
            amount: string;
            /** Asset */
            asset: string;
            /**
             * Counterpartyaccountid
             * Format: uuid
             */
            counterpartyAccountId: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /**
             * Recordedat
             * Format: date-time
             */
            recordedAt: string;
            /** Reference */
            reference: string | null;
        };
        /** VaultTransferOutPage */
        VaultTransferOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["VaultTransferOut"][];
        };
        /**
         * VenueOut
         * @description A market with its own time; `asOf` is that time, null where it has not begun.
         *
         *     `speed` is how many market seconds pass in a real one; null: as many as decisions allow. `scenarios` are
         *     those of a simulated market that are not over.
         */
        VenueOut: {
            /** Asof */
            asOf: string | null;
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Scenarios */
            scenarios: components["schemas"]["ScenarioOut"][];
            shortestInterval: components["schemas"]["Interval"];
            /** Source */
            source: string;
            /** Speed */
            speed: number | null;
            /** Status */
            status: string;
        };
        /**
         * Venues
         * @description Every venue.
         */
        Venues: {
            /** Venues */
            venues: components["schemas"]["VenueOut"][];
        };
        /**
         * VersionOut
         * @description A version of an agent's settings, who made it, and what it changed of the one before.
         */
        VersionOut: {
            /** Changes */
            changes: components["schemas"]["ChangeOut"][];
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Createdby */
            createdBy: string;
            hours: components["schemas"]["Hours"] | null;
            /** Inforce */
            inForce: boolean;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Version */
            version: number;
        };
        /**
         * VersionPage
         * @description All versions, newest first.
         */
        VersionPage: {
            /** Count */
            count: number;
            /**
             * Countisexact
             * @default true
             */
            countIsExact: boolean;
            /**
             * Next
             * @default null
             */
            next: string | null;
            /**
             * Previous
             * @default null
             */
            previous: string | null;
            /** Results */
            results: components["schemas"]["VersionOut"][];
        };
        /**
         * WalkForward
         * @description How a walk-forward rolls: so many bars choose the parameters, so many after them judge them.
         */
        WalkForward: {
            /** Testbars */
            testBars: number;
            /** Trainbars */
            trainBars: number;
        };
        /**
         * WatchedOut
         * @description A symbol of a watchlist with its latest prices; null while its market has none.
         */
        WatchedOut: {
            /** Ask */
            ask: string | null;
            /** Asof */
            asOf: string | null;
            /** Bid */
            bid: string | null;
            /** Change24H */
            change24h: string | null;
            /** Price */
            price: string | null;
            /** Source */
            source: string;
            /** Symbol */
            symbol: string;
            /** Venue */
            venue: string;
        };
        /**
         * WatchlistOut
         * @description A watchlist, its symbols in order.
         */
        WatchlistOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Symbols */
            symbols: components["schemas"]["WatchedOut"][];
            /**
             * Updatedat
             * Format: date-time
             */
            updatedAt: string;
        };
        /**
         * Watchlists
         * @description Watchlists, by name.
         */
        Watchlists: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /** Watchlists */
            watchlists: components["schemas"]["WatchlistOut"][];
        };
        /**
         * WebhookOut
         * @description A webhook. `disabled_because` says why the platform disabled it; its secret is never shown here.
         */
        WebhookOut: {
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Deliveredat */
            deliveredAt: string | null;
            /** Description */
            description: string;
            /** Disabledbecause */
            disabledBecause: string;
            /** Enabled */
            enabled: boolean;
            /** Events */
            events: string[];
            /** Failingsince */
            failingSince: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Ownerid
             * Format: uuid
             */
            ownerId: string;
            /** Url */
            url: string;
        };
        /** WebhookOutPage */
        WebhookOutPage: {
            /** Count */
            count: number;
            /** Countisexact */
            countIsExact: boolean;
            /** Next */
            next: string | null;
            /** Previous */
            previous: string | null;
            /** Results */
            results: components["schemas"]["WebhookOut"][];
        };
        /**
         * WebhookSecretOut
         * @description The secret that signs what a webhook is sent, shown only now, as receivers' libraries take it.
         */
        WebhookSecretOut: {
            /** Secret */
            secret: string;
            /**
             * Webhookid
             * Format: uuid
             */
            webhookId: string;
        };
        /**
         * WindowReport
         * @description A window of a walk-forward: what was best in its sample, and what that came to out of it.
         */
        WindowReport: {
            /** Capital */
            capital: string;
            /** Finalequity */
            finalEquity: string;
            inSample: components["schemas"]["Combination"];
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /**
             * Testfrom
             * Format: date-time
             */
            testFrom: string;
            /**
             * Testuntil
             * Format: date-time
             */
            testUntil: string;
            /** Totalreturn */
            totalReturn: number;
            /** Trades */
            trades: number;
            /**
             * Trainfrom
             * Format: date-time
             */
            trainFrom: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    account_keys_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_keys_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KeyBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKeyOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_keys_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_me_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_password_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordBody"];
            };
        };
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_sessions_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionsOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_sessions_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_sign_in_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignInBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_sign_out_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_teams_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_teams_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_teams_members_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    account_teams_members_destroy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agents: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Only those of this farm. */
                farmId?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description Only those with this in their name. */
                search?: string;
                /** @description Only those in this state. */
                status?: "archived" | "archiving" | "created" | "error" | "paused" | "running" | "stopped";
                /** @description Only those of this type. */
                type?: string;
                /** @description Only those of this market. */
                venue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_partial_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /** @description Those settings of its strategy that change. */
                    parameters: {
                        [key: string]: unknown;
                    };
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        parameters: {
                            [key: string]: unknown;
                        };
                        version: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_archive_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /**
                     * @description Sell what it holds at the market; without, it is refused while it holds.
                     * @default false
                     */
                    closePositions?: boolean;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_autonomy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutonomyOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_autonomy_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description `observe`: reads only; `propose`: every command waits for a person; `act_with_approval`: what adds risk or destroys waits; `act`: permissions decide; null: unset. */
                    level: ("observe" | "propose" | "act_with_approval" | "act") | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        decidedBy: {
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            name: string;
                        } | null;
                        /** @enum {string} */
                        level: "observe" | "propose" | "act_with_approval" | "act";
                        own: ("observe" | "propose" | "act_with_approval" | "act") | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_budget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetsOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_budget_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Calls in a day; null: without a limit.
                     * @default null
                     */
                    callsPerDay?: number | null;
                    /**
                     * @description What money is counted in.
                     * @default USD
                     * @example USD
                     */
                    currency?: string;
                    /**
                     * @description What language models may cost in a day, in USD.
                     * @default null
                     */
                    llmPerDay?: number | string | null;
                    /**
                     * @description Notional in a day; null: without a limit.
                     * @default null
                     */
                    moneyPerDay?: number | string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        /** Format: date-time */
                        asOf: string;
                        budgets: {
                            /**
                             * RuleHolder
                             * @description Whose row decides.
                             */
                            actor: {
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: string;
                            };
                            callsPerDay: number | null;
                            callsUsed: number;
                            currency: string;
                            llmPerDay: string | null;
                            llmUsed: string;
                            moneyPerDay: string | null;
                            moneyUsed: string;
                        }[];
                        /** Format: date-time */
                        resetsAt: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_capabilities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_checkpoints: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_checkpoints_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What it is kept for.
                     * @default
                     */
                    reason?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        agentId: string;
                        /** Format: date-time */
                        createdAt: string;
                        digest: string;
                        /** Format: uuid */
                        id: string;
                        kind: string;
                        size: number;
                        version: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_checkpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                checkpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckpointDetail"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_checkpoints_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
                checkpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    compare_agent_checkpoint: {
        parameters: {
            query?: {
                /** @description Another checkpoint; the agent as it is now if left out. */
                against?: string;
            };
            header?: never;
            path: {
                agent_id: string;
                checkpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ComparisonOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_checkpoints_restore_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
                checkpoint_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        agentId: string;
                        /** Format: uuid */
                        checkpointId: string;
                        /** Format: uuid */
                        undoCheckpointId: string;
                        version: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_clone_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /**
                     * @description Without it, that of the other.
                     * @default null
                     */
                    initialCapital?: (number | string) | null;
                    /**
                     * @description Without it, the name of the other with `copy`.
                     * @default null
                     */
                    name?: string | null;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string;
                        /** Format: date-time */
                        createdAt: string;
                        enableDeFi: boolean;
                        enableMCP: boolean;
                        /** Format: uuid */
                        id: string;
                        initialCapital: string;
                        interval: string;
                        name: string;
                        status: string;
                        symbols: string[];
                        type: string;
                        vault: {
                            address: string;
                            /** Format: uuid */
                            id: string;
                            network: string;
                        } | null;
                        venue: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_conversations: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description Words that a message has; `"a phrase"`, `-without`. */
                q?: string;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConversationOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    export_conversation: {
        parameters: {
            query?: {
                /** @description `json` or `markdown`; json without. */
                as?: string;
            };
            header?: never;
            path: {
                agent_id: string;
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                    "text/markdown": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_conversation_messages: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                agent_id: string;
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_decisions: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_decision: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DecisionDetail"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    rerun_decision: {
        parameters: {
            query?: {
                /** @description Settings that are to be others, as a JSON object: `{"lookback": 20}`. */
                parameters?: string;
                /** @description Decide as another kind of agent. */
                type?: string;
            };
            header?: never;
            path: {
                agent_id: string;
                decision_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RerunOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_execute_tool_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ExecuteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionAnswer"];
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_goals: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description `active`, `completed`, `failed` or `cancelled`. */
                status?: string;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoalOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_goals_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Move what was earned into the vault once it is reached; of profit and value.
                     * @default false
                     */
                    collectProfit?: boolean;
                    /**
                     * @description By when; null: whenever.
                     * @default null
                     */
                    deadline?: string | null;
                    /** @description USD for profit and value, percent for win rate and drawdown. */
                    target: number | string;
                    /**
                     * @description What people call it.
                     * @default
                     */
                    title?: string;
                    /**
                     * @description What is measured from now on; a `drawdown` is to stay within, until the deadline.
                     * @enum {string}
                     */
                    type: "profit" | "value" | "trades" | "win_rate" | "sharpe" | "drawdown";
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        collectProfit: boolean;
                        deadline: string | null;
                        /** Format: uuid */
                        id: string;
                        start: string;
                        status: string;
                        target: string;
                        type: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_graduation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraduationOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_language_budget: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LanguageBudgetOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_tools: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolArray"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_memory: {
        parameters: {
            query?: {
                /** @description `fact`, `lesson`, `observation`, `decision` or `risk`. */
                kind?: string;
                /** @description How many at most, 200 at most. */
                limit?: number;
                /** @description Words to look for, any of them. */
                q?: string;
                /** @description `agent`, `farm` or `global`. */
                scope?: string;
                /** @description Only what is about this symbol. */
                symbol?: string;
                /** @description Only what has this tag. */
                tag?: string;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Memories"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_memory_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What there is to know, with its figures. */
                    content: string;
                    /**
                     * @description Days until half of its importance has faded; null: never.
                     * @default 30
                     */
                    halfLifeDays?: number | null;
                    /**
                     * @description How much it matters, from 0 to 1.
                     * @default 0.5
                     */
                    importance?: number;
                    /**
                     * @description What it is.
                     * @default fact
                     * @enum {string}
                     */
                    kind?: "fact" | "lesson" | "observation" | "decision" | "risk";
                    /**
                     * @description Who reads it: you, your farm, or all of your owner's.
                     * @default agent
                     * @enum {string}
                     */
                    scope?: "agent" | "farm" | "global";
                    /**
                     * @description What it was learnt from: decisions, orders, a document.
                     * @default
                     */
                    source?: string;
                    /**
                     * @description The symbol it is about.
                     * @default null
                     */
                    symbol?: string | null;
                    /**
                     * @description Words to find it by.
                     * @default []
                     */
                    tags?: string[];
                    /**
                     * @description What it is about, in one line.
                     * @example Spreads widen after midnight UTC
                     */
                    title: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        halfLifeDays: number | null;
                        /** Format: uuid */
                        id: string;
                        importance: number;
                        kind: string;
                        scope: string;
                        /** Format: date-time */
                        storedAt: string;
                        title: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_memory_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
                memory_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_messages: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description `inbox`, `unread` or `sent`. */
                show?: string;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentMessageOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_messages_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The agent to act as.
                     */
                    agentId?: string;
                    /**
                     * @description What it should know or do, and why.
                     * @default
                     */
                    body?: string;
                    /**
                     * @description The message that this one answers.
                     * @default null
                     */
                    replyToId?: string | null;
                    /**
                     * @description What it is about, in one line.
                     * @example I sold half of my BTC
                     */
                    subject: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        recipientId: string;
                        /** Format: date-time */
                        sentAt: string;
                        subject: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_moment: {
        parameters: {
            query: {
                /** @description The moment, in real time. */
                at: string;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MomentOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_pause_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /**
                     * @description Why, for the record.
                     * @default
                     */
                    reason?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_performance: {
        parameters: {
            query?: {
                /** @description The last `7d`, `30d`, `90d` or `365d`. */
                period?: string;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentPerformanceOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_permissions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionsOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_permissions_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description `merge` keeps the rules that are not named; `replace` drops them.
                     * @default merge
                     * @enum {string}
                     */
                    mode?: "merge" | "replace";
                    /** @description What to set. */
                    permissions: {
                        /**
                         * @description null takes the rule away.
                         * @default null
                         */
                        effect?: ("ALLOW" | "ASK" | "DENY") | null;
                        /** @default null */
                        tool?: string | null;
                        /** @default null */
                        toolset?: string | null;
                    }[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        /**
                         * AutonomyOut
                         * @description How far an actor goes without a person: the lowest level along its lineage.
                         *
                         *     `own` is what is set for exactly this actor; `decidedBy` is null where no level is set: then it acts.
                         */
                        autonomy: {
                            /** Format: uuid */
                            actorId: string;
                            decidedBy: {
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: string;
                            } | null;
                            /** @enum {string} */
                            level: "observe" | "propose" | "act_with_approval" | "act";
                            own: ("observe" | "propose" | "act_with_approval" | "act") | null;
                        };
                        rules: {
                            /** @enum {string} */
                            effect: "ALLOW" | "ASK" | "DENY";
                            tool: string | null;
                            toolset: string | null;
                        }[];
                        tools: {
                            decidedBy: {
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: string;
                            } | null;
                            /** @enum {string} */
                            effect: "ALLOW" | "ASK" | "DENY";
                            /** @enum {string} */
                            source: "tool" | "toolset" | "every" | "autonomy" | "none";
                            tool: string;
                            toolset: string;
                        }[];
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_persistence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersistenceOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_resume_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /**
                     * @description Why, for the record.
                     * @default
                     */
                    reason?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    run_agent_stream: {
        parameters: {
            query?: {
                format?: "json" | "sse";
            };
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description The id of the last event that arrived. */
                "Last-Event-ID"?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_runs: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description Only runs in this state. */
                status?: string;
                /** @description Only runs of this conversation. */
                threadId?: string;
                /** @description `person`, `schedule`, or `decision`: rule-based decisions, told as runs. */
                trigger?: string;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_run: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_runs_cancel_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /** @description What you call the run: letters, digits, ._:@- */
                    runId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        agentId: string;
                        /** Format: uuid */
                        id: string;
                        runId: string;
                        status: string;
                        threadId: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    follow_agent_run: {
        parameters: {
            query?: {
                /** @description The place behind which to read; 0 is the beginning. */
                after?: string;
                format?: "json" | "sse";
            };
            header?: {
                /** @description The id of the last event that arrived. */
                "Last-Event-ID"?: string;
            };
            path: {
                agent_id: string;
                run_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunEventPage"];
                    "text/event-stream": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_schedule_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /** @description When it decides; null: on every bar. Orders live on outside of them. */
                    hours: {
                        /**
                         * Format: time
                         * @description In UTC, such as 08:00.
                         */
                        begins: string;
                        /**
                         * @description 0 is Monday, 6 Sunday.
                         * @default [
                         *       0,
                         *       1,
                         *       2,
                         *       3,
                         *       4,
                         *       5,
                         *       6
                         *     ]
                         */
                        days?: number[];
                        /**
                         * Format: time
                         * @description In UTC; the first moment that is out again.
                         */
                        ends: string;
                    } | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        parameters: {
                            [key: string]: unknown;
                        };
                        version: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_start_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /**
                     * @description Why, for the record.
                     * @default
                     */
                    reason?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_stop_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /**
                     * @description Why, for the record.
                     * @default
                     */
                    reason?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_todos: {
        parameters: {
            query?: {
                /** @description The `next` or `previous` of a page. */
                cursor?: string;
                /** @description Rows of a page, 200 at most. */
                limit?: number;
                /** @description Only of this priority. */
                priority?: string;
                /** @description `open`, `closed`, `overdue` or `all`. */
                show?: string;
            };
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TodoOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_todo_list_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description The agent of your owner that is to do it; null: whose list it is.
                     * @default null
                     */
                    assigneeId?: string | null;
                    /**
                     * @description How, why, and when it counts as done.
                     * @default
                     */
                    description?: string;
                    /**
                     * @description By when; null: whenever.
                     * @default null
                     */
                    dueAt?: string | null;
                    /**
                     * @description To-dos of the same list that must be closed before it.
                     * @default []
                     */
                    needs?: string[];
                    /**
                     * @description The to-do of the same list that it is a part of.
                     * @default null
                     */
                    parentId?: string | null;
                    /**
                     * @description How urgent it is.
                     * @default normal
                     * @enum {string}
                     */
                    priority?: "low" | "normal" | "high" | "critical";
                    /**
                     * @description What is to be done, in one line.
                     * @example Review the fees of this week
                     */
                    title: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        agentId: string;
                        /** Format: uuid */
                        assigneeId: string;
                        blockedBy: string[];
                        dueAt: string | null;
                        /** Format: uuid */
                        id: string;
                        parentId: string | null;
                        priority: string;
                        progress: number;
                        status: string;
                        title: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_todo_list_partial_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
                todo_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description The agent of your owner that is to do it; null: whose list it is.
                     * @default null
                     */
                    assigneeId?: string | null;
                    /**
                     * @description What to take away.
                     * @default []
                     */
                    clear?: ("due_at" | "parent_id" | "assignee_id")[];
                    /** @default null */
                    description?: string | null;
                    /**
                     * @description By when; null: whenever.
                     * @default null
                     */
                    dueAt?: string | null;
                    /** @default null */
                    needs?: string[] | null;
                    /**
                     * @description The to-do of the same list that it is a part of.
                     * @default null
                     */
                    parentId?: string | null;
                    /** @default null */
                    priority?: ("low" | "normal" | "high" | "critical") | null;
                    /**
                     * @description `pending` takes a closed one up again.
                     * @default null
                     */
                    status?: ("pending" | "in_progress" | "done" | "cancelled") | null;
                    /** @default null */
                    title?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        agentId: string;
                        /** Format: uuid */
                        assigneeId: string;
                        blockedBy: string[];
                        dueAt: string | null;
                        /** Format: uuid */
                        id: string;
                        parentId: string | null;
                        priority: string;
                        progress: number;
                        status: string;
                        title: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_todo_list_complete_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
                todo_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What came of it.
                     * @default
                     */
                    result?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        agentId: string;
                        /** Format: uuid */
                        assigneeId: string;
                        blockedBy: string[];
                        dueAt: string | null;
                        /** Format: uuid */
                        id: string;
                        parentId: string | null;
                        priority: string;
                        progress: number;
                        status: string;
                        title: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agent_vault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VaultOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_versions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_versions_roll_back_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                agent_id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /** @description The version whose settings are to hold again. */
                    version: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        parameters: {
                            [key: string]: unknown;
                        };
                        version: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_change_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What is done to each of them.
                     * @enum {string}
                     */
                    action: "start" | "pause" | "resume" | "stop";
                    /**
                     * @description Only these.
                     * @default null
                     */
                    agentIds?: string[] | null;
                    /**
                     * @description Only those of this farm.
                     * @default null
                     */
                    farmId?: string | null;
                    /**
                     * @description Why, for the record.
                     * @default
                     */
                    reason?: string;
                    /**
                     * @description Only those with this in their name.
                     * @default null
                     */
                    search?: string | null;
                    /**
                     * @description Only those in this state.
                     * @default null
                     */
                    status?: ("created" | "running" | "paused" | "stopped" | "error" | "archiving" | "archived") | null;
                    /**
                     * @description Only those of this type.
                     * @default null
                     */
                    type?: string | null;
                    /**
                     * @description Only those of this market.
                     * @default null
                     */
                    venue?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        action: string;
                        done: number;
                        left: number;
                        refused: {
                            /** Format: uuid */
                            agentId: string;
                            code: string;
                            name: string;
                            reason: string;
                        }[];
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_change_archive_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Only these.
                     * @default null
                     */
                    agentIds?: string[] | null;
                    /**
                     * @description Sell what they hold at the market; without, who holds something is left.
                     * @default false
                     */
                    closePositions?: boolean;
                    /**
                     * @description Only those of this farm.
                     * @default null
                     */
                    farmId?: string | null;
                    /**
                     * @description Only those with this in their name.
                     * @default null
                     */
                    search?: string | null;
                    /**
                     * @description Only those in this state.
                     * @default null
                     */
                    status?: ("created" | "running" | "paused" | "stopped" | "error" | "archiving" | "archived") | null;
                    /**
                     * @description Only those of this type.
                     * @default null
                     */
                    type?: string | null;
                    /**
                     * @description Only those of this market.
                     * @default null
                     */
                    venue?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        action: string;
                        done: number;
                        left: number;
                        refused: {
                            /** Format: uuid */
                            agentId: string;
                            code: string;
                            name: string;
                            reason: string;
                        }[];
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_change_configure_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Only these.
                     * @default null
                     */
                    agentIds?: string[] | null;
                    /**
                     * @description Only those of this farm.
                     * @default null
                     */
                    farmId?: string | null;
                    /** @description Those settings of the strategy that change. */
                    parameters: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description Only those with this in their name.
                     * @default null
                     */
                    search?: string | null;
                    /**
                     * @description Only those in this state.
                     * @default null
                     */
                    status?: ("created" | "running" | "paused" | "stopped" | "error" | "archiving" | "archived") | null;
                    /** @description The type of agents whose settings they are. */
                    type: string;
                    /**
                     * @description Only those of this market.
                     * @default null
                     */
                    venue?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        action: string;
                        done: number;
                        left: number;
                        refused: {
                            /** Format: uuid */
                            agentId: string;
                            code: string;
                            name: string;
                            reason: string;
                        }[];
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    agents_create_complete_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Whether it gets a vault and DeFi tools.
                     * @default true
                     */
                    enableDeFi?: boolean;
                    /**
                     * @description Whether it may use tools; without, it trades by hand only.
                     * @default true
                     */
                    enableMCP?: boolean;
                    /**
                     * @description The farm it joins.
                     * @default null
                     */
                    farmId?: string | null;
                    /** @description Cash it starts with, in its symbols' quote asset. */
                    initialCapital: number | string;
                    /**
                     * Interval
                     * @description The bars it decides on.
                     * @default 1m
                     * @enum {string}
                     */
                    interval?: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
                    /** @description What people call it. */
                    name: string;
                    /**
                     * @description Settings of its strategy; the rest are defaults.
                     * @default {}
                     */
                    parameters?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description What it trades.
                     * @default [
                     *       "BTC/USD"
                     *     ]
                     */
                    symbols?: string[];
                    /** @description The kind of its strategy, such as momentum. */
                    type: string;
                    /**
                     * @description The market it trades on.
                     * @default sim
                     */
                    venue?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string;
                        /** Format: date-time */
                        createdAt: string;
                        enableDeFi: boolean;
                        enableMCP: boolean;
                        /** Format: uuid */
                        id: string;
                        initialCapital: string;
                        interval: string;
                        name: string;
                        status: string;
                        symbols: string[];
                        type: string;
                        vault: {
                            address: string;
                            /** Format: uuid */
                            id: string;
                            network: string;
                        } | null;
                        venue: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_language_endpoints: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LanguageEndpointList"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    set_language_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLanguageEndpoint"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LanguageEndpointOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    remove_language_endpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No response body */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_leaderboard: {
        parameters: {
            query?: {
                /** @description `return`, `profit`, `sharpe`, `sortino`, `drawdown`, `win_rate`, `trades`, … */
                by?: string;
                /** @description Only those of this farm. */
                farmId?: string;
                /** @description Only those with so many ended trades. */
                leastTrades?: number;
                /** @description How many, 200 at most. */
                limit?: number;
                /** @description The last `7d`, `30d`, `90d` or `365d`. */
                period?: string;
                /** @description Only those in this state. */
                status?: string;
                /** @description Only agents of this type. */
                type?: string;
                /** @description Only those on this venue. */
                venue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Leaderboard"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_agents_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetStatus"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_strategies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_types: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_agent_worth: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Only those of this farm. */
                farmId?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description Only those with this in their name. */
                search?: string;
                /** @description Only those in this state. */
                status?: "archived" | "archiving" | "created" | "error" | "paused" | "running" | "stopped";
                /** @description Only those of this type. */
                type?: string;
                /** @description Only those of this market. */
                venue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentSummaryPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_farms: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FarmOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_farm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                farm_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FarmOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    farms_add_agent_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                farm_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    agentId: string;
                    /** Format: uuid */
                    farmId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        agentId: string;
                        /** Format: uuid */
                        farmId: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_farm_agents: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                farm_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_farm_goals: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description `active`, `completed`, `failed` or `cancelled`. */
                status?: string;
            };
            header?: never;
            path: {
                farm_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoalOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    farms_goals_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                farm_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Move what was earned into the vault once it is reached; of profit and value.
                     * @default false
                     */
                    collectProfit?: boolean;
                    /**
                     * @description By when; null: whenever.
                     * @default null
                     */
                    deadline?: string | null;
                    /** @description USD for profit and value, percent for win rate and drawdown. */
                    target: number | string;
                    /**
                     * @description What people call it.
                     * @default
                     */
                    title?: string;
                    /**
                     * @description What is measured from now on; a `drawdown` is to stay within, until the deadline.
                     * @enum {string}
                     */
                    type: "profit" | "value" | "trades" | "win_rate" | "sharpe" | "drawdown";
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        collectProfit: boolean;
                        deadline: string | null;
                        /** Format: uuid */
                        id: string;
                        start: string;
                        status: string;
                        target: string;
                        type: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    farms_create_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What it is for.
                     * @default
                     */
                    description?: string;
                    /** @description What people call it. */
                    name: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        description: string;
                        /** Format: uuid */
                        id: string;
                        name: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_goals: {
        parameters: {
            query?: {
                /** @description Only this agent's or farm's. */
                actorId?: string;
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description `active`, `completed`, `failed` or `cancelled`. */
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoalOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_goal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                goal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GoalOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    goals_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                goal_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        collectProfit: boolean;
                        deadline: string | null;
                        /** Format: uuid */
                        id: string;
                        start: string;
                        status: string;
                        target: string;
                        type: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_candles_retrieve: {
        parameters: {
            query: {
                /** @description The lengths a bar may have. */
                interval?: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
                limit?: number;
                symbol: string;
                venue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Candles"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_exchanges_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Exchanges"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_exchanges_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Its id in ccxt: `binance`, `kraken`. */
                    exchange: string;
                    /**
                     * @description Accounts of this venue trade real money, each once it is enabled.
                     * @default false
                     */
                    live?: boolean;
                    /**
                     * @description Origin that replaces that of its requests, for an endpoint of your own.
                     * @default
                     */
                    restUrl?: string;
                    /**
                     * @description Use the exchange's own test system, where it has one.
                     * @default false
                     */
                    sandbox?: boolean;
                    /**
                     * @description The same for its streams: `wss://...`.
                     * @default
                     */
                    streamUrl?: string;
                    /** @description What is followed there. */
                    symbols: string[];
                    /** @description What the venue is called here, in small letters: `binance`, `binance-test`. */
                    venue: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        exchange: string;
                        sandbox: boolean;
                        /** Format: date-time */
                        since: string;
                        status: string;
                        symbols: string[];
                        venue: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_exchanges_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                venue: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        exchange: string;
                        sandbox: boolean;
                        /** Format: date-time */
                        since: string;
                        status: string;
                        symbols: string[];
                        venue: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_gaps_retrieve: {
        parameters: {
            query: {
                /** @description The lengths a bar may have. */
                interval?: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
                since?: string | null;
                symbol: string;
                until?: string | null;
                venue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandleGaps"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_live_data_retrieve: {
        parameters: {
            query?: {
                venue?: string;
            };
            header?: never;
            path: {
                symbol: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveData"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_order_book_retrieve: {
        parameters: {
            query: {
                /** @description Levels of each side, at most. */
                depth?: number;
                symbol: string;
                venue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderBook"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_symbols_retrieve: {
        parameters: {
            query?: {
                venue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Symbols"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_technicals_retrieve: {
        parameters: {
            query: {
                /** @description Names separated by commas, with numbers where the usual ones do not serve: `rsi,sma:50,macd:12:26:9`. */
                indicators?: string;
                /** @description The lengths a bar may have. */
                interval?: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
                /** @description How many last values of each. */
                points?: number;
                symbol: string;
                venue?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        asOf: string;
                        barsUsed: number;
                        close: number;
                        indicators: {
                            about: string;
                            id: string;
                            name: string;
                            parameters: {
                                [key: string]: number;
                            };
                            reading: string;
                            series: {
                                /** Format: date-time */
                                at: string;
                                values: {
                                    [key: string]: number | null;
                                };
                            }[];
                            settlesAfter: number | null;
                            title: string;
                            unit: string;
                            values: {
                                [key: string]: number | null;
                            };
                            warmUp: number;
                        }[];
                        /**
                         * Interval
                         * @description The lengths a bar may have.
                         * @enum {string}
                         */
                        interval: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
                        source: string;
                        symbol: string;
                        venue: string;
                    };
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    market_venues_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Venues"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_approvals: {
        parameters: {
            query?: {
                /** @description Only this agent's. */
                agentId?: string;
                /** @description The `next` or `previous` of a page. */
                cursor?: string;
                /** @description Rows of a page, 200 at most. */
                limit?: number;
                /** @description Only those that stand so: PENDING, APPROVED, REJECTED, EXPIRED, VOID, CANCELLED. */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_approval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApprovalDetail"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_approvals_approve_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description The `arguments_digest` that was looked at; refused if it differs.
                     * @default
                     */
                    argumentsDigest?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * ActorOut
                         * @description Somebody, by id and name.
                         */
                        actor: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        agentId: string | null;
                        approvedBy: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                        argumentsDigest: string;
                        /**
                         * ActorOut
                         * @description Somebody, by id and name.
                         */
                        askedBy: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        because: string;
                        /** Format: uuid */
                        executionId: string;
                        /** Format: date-time */
                        expiresAt: string;
                        facts: {
                            [key: string]: string;
                        };
                        /** Format: uuid */
                        id: string;
                        maxDrift: string;
                        parameters: {
                            [key: string]: unknown;
                        };
                        people: number;
                        reason: string;
                        /** Format: date-time */
                        recordedAt: string;
                        resolvedAt: string | null;
                        resolvedBy: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        } | null;
                        /**
                         * ApprovalState
                         * @description What came of asking people about a call. All but the first are final.
                         * @enum {string}
                         */
                        state: "PENDING" | "APPROVED" | "REJECTED" | "EXPIRED" | "VOID" | "CANCELLED";
                        tool: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_approvals_reject_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                approval_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Why not, for whoever asked. */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * ActorOut
                         * @description Somebody, by id and name.
                         */
                        actor: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        agentId: string | null;
                        approvedBy: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        }[];
                        argumentsDigest: string;
                        /**
                         * ActorOut
                         * @description Somebody, by id and name.
                         */
                        askedBy: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        };
                        because: string;
                        /** Format: uuid */
                        executionId: string;
                        /** Format: date-time */
                        expiresAt: string;
                        facts: {
                            [key: string]: string;
                        };
                        /** Format: uuid */
                        id: string;
                        maxDrift: string;
                        parameters: {
                            [key: string]: unknown;
                        };
                        people: number;
                        reason: string;
                        /** Format: date-time */
                        recordedAt: string;
                        resolvedAt: string | null;
                        resolvedBy: {
                            /** Format: uuid */
                            id: string;
                            name: string;
                        } | null;
                        /**
                         * ApprovalState
                         * @description What came of asking people about a call. All but the first are final.
                         * @enum {string}
                         */
                        state: "PENDING" | "APPROVED" | "REJECTED" | "EXPIRED" | "VOID" | "CANCELLED";
                        tool: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_audit_log: {
        parameters: {
            query?: {
                /** @description The same as tool. */
                action?: string;
                /** @description Only this agent's. */
                agentId?: string;
                /** @description Only refusals and failures of this code. */
                code?: string;
                /** @description Only one story. */
                correlationId?: string;
                /** @description The `next` or `previous` of a page. */
                cursor?: string;
                /** @description rest, socket, mcp, agent or system. */
                interface?: string;
                /** @description Rows of a page, 200 at most. */
                limit?: number;
                /** @description SUCCEEDED, REFUSED, FAILED or CANCELLED. */
                outcome?: string;
                /** @description From this time on. */
                since?: string;
                /** @description The same as outcome. */
                status?: string;
                /** @description Words of action, subject, code or reason; the last one may be only begun. */
                text?: string;
                /** @description Only this tool's. */
                tool?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_audit_log_erase_payloads_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description Whose calls: this actor's own, not those of actors below.
                     */
                    actorId: string;
                    /**
                     * @description Calls requested before this time; now if not given.
                     * @default null
                     */
                    before?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        /** Format: date-time */
                        before: string;
                        erased: number;
                        hasMore: boolean;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    export_audit_log: {
        parameters: {
            query?: {
                /** @description The same as tool. */
                action?: string;
                /** @description Only this agent's. */
                agentId?: string;
                /** @description Only refusals and failures of this code. */
                code?: string;
                /** @description Only one story. */
                correlationId?: string;
                /** @description jsonl (if not told otherwise) or csv. */
                fileType?: string;
                /** @description rest, socket, mcp, agent or system. */
                interface?: string;
                /** @description SUCCEEDED, REFUSED, FAILED or CANCELLED. */
                outcome?: string;
                /** @description From this time on. */
                since?: string;
                /** @description The same as outcome. */
                status?: string;
                /** @description Words of action, subject, code or reason; the last one may be only begun. */
                text?: string;
                /** @description Only this tool's. */
                tool?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_audit_exports: {
        parameters: {
            query?: {
                /** @description The `next` or `previous` of a page. */
                cursor?: string;
                /** @description Rows of a page, 200 at most. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditExportOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_audit_log_exports_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Only this agent's entries.
                     * @default null
                     */
                    agentId?: string | null;
                    /**
                     * @description Only refusals and failures of this code.
                     * @default null
                     */
                    code?: string | null;
                    /**
                     * @description Only one story.
                     * @default null
                     */
                    correlationId?: string | null;
                    /**
                     * FileType
                     * @description How it is written.
                     * @default jsonl
                     * @enum {string}
                     */
                    fileType?: "csv" | "jsonl";
                    /**
                     * @description Only of rest, socket, mcp, agent, system.
                     * @default null
                     */
                    interface?: string | null;
                    /**
                     * @description From this time on.
                     * @default null
                     */
                    since?: string | null;
                    /**
                     * @description Only SUCCEEDED, REFUSED, FAILED or CANCELLED.
                     * @default null
                     */
                    status?: string | null;
                    /**
                     * @description Words of action, subject, code or reason.
                     * @default null
                     */
                    text?: string | null;
                    /**
                     * @description Only this tool's.
                     * @default null
                     */
                    tool?: string | null;
                    /**
                     * @description Before this time; now if not given.
                     * @default null
                     */
                    until?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        download: string;
                        expiresAt: string | null;
                        /** Format: uuid */
                        exportId: string;
                        fileType: string;
                        rows: number;
                        size: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_audit_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditExportOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_audit_log_exports_cancel_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        exportId: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    download_audit_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    verify_audit_log: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditProofOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_autonomy: {
        parameters: {
            query?: {
                /** @description An actor that you see; yourself if left out. */
                actorId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutonomyOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_autonomy_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description An actor that you see: agent, farm, team; yourself if left out.
                     * @default null
                     */
                    actorId?: string | null;
                    /** @description `observe`: reads only; `propose`: every command waits for a person; `act_with_approval`: what adds risk or destroys waits; `act`: permissions decide; null: unset. */
                    level: ("observe" | "propose" | "act_with_approval" | "act") | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        decidedBy: {
                            /** Format: uuid */
                            id: string;
                            kind: string;
                            name: string;
                        } | null;
                        /** @enum {string} */
                        level: "observe" | "propose" | "act_with_approval" | "act";
                        own: ("observe" | "propose" | "act_with_approval" | "act") | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_budget: {
        parameters: {
            query?: {
                /** @description An actor that you see; yourself if left out. */
                actorId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BudgetsOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_budget_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description An actor that you see: agent, farm, team; yourself if left out.
                     * @default null
                     */
                    actorId?: string | null;
                    /**
                     * @description Calls in a day; null: without a limit.
                     * @default null
                     */
                    callsPerDay?: number | null;
                    /**
                     * @description What money is counted in.
                     * @default USD
                     * @example USD
                     */
                    currency?: string;
                    /**
                     * @description What language models may cost in a day, in USD.
                     * @default null
                     */
                    llmPerDay?: number | string | null;
                    /**
                     * @description Notional in a day; null: without a limit.
                     * @default null
                     */
                    moneyPerDay?: number | string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        /** Format: date-time */
                        asOf: string;
                        budgets: {
                            /**
                             * RuleHolder
                             * @description Whose row decides.
                             */
                            actor: {
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: string;
                            };
                            callsPerDay: number | null;
                            callsUsed: number;
                            currency: string;
                            llmPerDay: string | null;
                            llmUsed: string;
                            moneyPerDay: string | null;
                            moneyUsed: string;
                        }[];
                        /** Format: date-time */
                        resetsAt: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_tool_categories: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CategoryPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_execute_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ExecuteRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionAnswer"];
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_execute_batch_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswers"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_executions: {
        parameters: {
            query?: {
                /** @description Only this agent's. */
                agentId?: string;
                /** @description The `next` or `previous` of a page. */
                cursor?: string;
                /** @description Rows of a page, 200 at most. */
                limit?: number;
                /** @description From this time on. */
                since?: string;
                /** @description Only those that stand so. */
                status?: string;
                /** @description Only this tool's. */
                tool?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_execution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_executions_cancel_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    executionId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        finishedAt: string | null;
                        /** Format: uuid */
                        id: string;
                        status: string;
                        tool: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_execution_result: {
        parameters: {
            query?: {
                /** @description The `next` of the piece before. */
                cursor?: string;
            };
            header?: never;
            path: {
                execution_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResultPiece"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_permissions: {
        parameters: {
            query?: {
                /** @description An actor that you see; yourself if left out. */
                actorId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PermissionsOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_permissions_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description An actor that you see: agent, farm, team; yourself if left out.
                     * @default null
                     */
                    actorId?: string | null;
                    /**
                     * @description `merge` keeps the rules that are not named; `replace` drops them.
                     * @default merge
                     * @enum {string}
                     */
                    mode?: "merge" | "replace";
                    /** @description What to set. */
                    permissions: {
                        /**
                         * @description null takes the rule away.
                         * @default null
                         */
                        effect?: ("ALLOW" | "ASK" | "DENY") | null;
                        /** @default null */
                        tool?: string | null;
                        /** @default null */
                        toolset?: string | null;
                    }[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        /**
                         * AutonomyOut
                         * @description How far an actor goes without a person: the lowest level along its lineage.
                         *
                         *     `own` is what is set for exactly this actor; `decidedBy` is null where no level is set: then it acts.
                         */
                        autonomy: {
                            /** Format: uuid */
                            actorId: string;
                            decidedBy: {
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: string;
                            } | null;
                            /** @enum {string} */
                            level: "observe" | "propose" | "act_with_approval" | "act";
                            own: ("observe" | "propose" | "act_with_approval" | "act") | null;
                        };
                        rules: {
                            /** @enum {string} */
                            effect: "ALLOW" | "ASK" | "DENY";
                            tool: string | null;
                            toolset: string | null;
                        }[];
                        tools: {
                            decidedBy: {
                                /** Format: uuid */
                                id: string;
                                kind: string;
                                name: string;
                            } | null;
                            /** @enum {string} */
                            effect: "ALLOW" | "ASK" | "DENY";
                            /** @enum {string} */
                            source: "tool" | "toolset" | "every" | "autonomy" | "none";
                            tool: string;
                            toolset: string;
                        }[];
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_questions: {
        parameters: {
            query?: {
                /** @description Only this agent's. */
                agentId?: string;
                /** @description The `next` or `previous` of a page. */
                cursor?: string;
                /** @description Rows of a page, 200 at most. */
                limit?: number;
                /** @description Only those that stand so: OPEN, ANSWERED, DISMISSED, EXPIRED or CANCELLED. */
                status?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_question: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                question_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuestionOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_questions_answer_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                question_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description An option, an object that fits the form, or text. */
                    answer: unknown;
                    /**
                     * @description What to say besides.
                     * @default
                     */
                    note?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        closedAt: string | null;
                        /** Format: uuid */
                        questionId: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    mcp_questions_dismiss_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                question_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Why, for the asker to read.
                     * @default
                     */
                    reason?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        closedAt: string | null;
                        /** Format: uuid */
                        questionId: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_tool_stats: {
        parameters: {
            query?: {
                /** @description Only this agent's. */
                agentId?: string;
                /** @description Only tools of this category. */
                category?: string;
                /** @description tool (if not told otherwise), agent, category, hour or day. */
                groupBy?: string;
                /** @description From this time on. */
                since?: string;
                /** @description Only this tool's. */
                tool?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatsOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_tools: {
        parameters: {
            query?: {
                /** @description Only this agent's. */
                agentId?: string;
                /** @description Only this category. */
                category?: string;
                /** @description agent, operator or all. */
                toolset?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToolArray"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_portfolio_attribution: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                /** @description What results are attributed to. A strategy is the label its account had when a trade began. */
                by?: "agent" | "strategy" | "symbol";
                /** @description The beginning if not given. */
                since?: string | null;
                /** @description Now if not given. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttributionOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    portfolio_history_retrieve: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                limit?: number;
                /** @description `auto`: minutes up to 2 days, hours up to 60, days beyond. */
                resolution?: "auto" | "minute" | "hour" | "day";
                /** @description A day before `until` if not given. */
                since?: string | null;
                /** @description Now if not given. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EquityHistoryOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_portfolio_performance: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                /** @description The beginning if not given. */
                since?: string | null;
                /** @description Now if not given. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformanceOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    portfolio_positions_retrieve: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Positions"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    portfolio_summary_retrieve: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortfolioSummary"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_alert_rules_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertRuleOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_alert_rules_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    comparison: "<" | "<=" | ">" | ">=";
                    /**
                     * @description Its rest after an alert of it has ended.
                     * @default 300
                     */
                    cooldownSeconds?: number;
                    /**
                     * @description For how long before it alerts, and ends.
                     * @default 30
                     */
                    forSeconds?: number;
                    /** @default true */
                    isEnabled?: boolean;
                    name: string;
                    /**
                     * @default WARNING
                     * @enum {string}
                     */
                    severity?: "INFO" | "WARNING" | "CRITICAL";
                    /**
                     * @description A number; for a status healthy, degraded, critical or offline.
                     * @example 100
                     */
                    threshold: string;
                    /**
                     * @description `score`, a probe's status (`market.status`), or a figure it measured.
                     * @example queues.measured.depth.tools
                     */
                    what: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        comparison: string;
                        cooldownSeconds: number;
                        forSeconds: number;
                        /** Format: uuid */
                        id: string;
                        isBreached: boolean;
                        isEnabled: boolean;
                        name: string;
                        seed: string;
                        severity: string;
                        threshold: string;
                        turnedAt: string | null;
                        /** Format: date-time */
                        updatedAt: string;
                        updatedBy: string | null;
                        what: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_alert_rules_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_alert_rules_partial_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    comparison?: ("<" | "<=" | ">" | ">=") | null;
                    /** @default null */
                    cooldownSeconds?: number | null;
                    /** @default null */
                    forSeconds?: number | null;
                    /** @default null */
                    isEnabled?: boolean | null;
                    /** @default null */
                    name?: string | null;
                    /** @default null */
                    severity?: ("INFO" | "WARNING" | "CRITICAL") | null;
                    /** @default null */
                    threshold?: string | null;
                    /** @default null */
                    what?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        comparison: string;
                        cooldownSeconds: number;
                        forSeconds: number;
                        /** Format: uuid */
                        id: string;
                        isBreached: boolean;
                        isEnabled: boolean;
                        name: string;
                        seed: string;
                        severity: string;
                        threshold: string;
                        turnedAt: string | null;
                        /** Format: date-time */
                        updatedAt: string;
                        updatedBy: string | null;
                        what: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_alerts_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description true: only those that have not ended; false: the others. */
                open?: boolean;
                /** @description Only those so severe. */
                severity?: "CRITICAL" | "INFO" | "WARNING";
                /** @description Only those of one source: health, reconciliation. */
                source?: string;
                /** @description Only those that stand so. */
                status?: "ACKNOWLEDGED" | "OPEN" | "RESOLVED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_alerts_acknowledge_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What was found or done, for those who look later.
                     * @default
                     */
                    note?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        acknowledgedAt: string | null;
                        acknowledgedBy: string | null;
                        audience: string | null;
                        detail: string;
                        /** Format: uuid */
                        id: string;
                        measured: {
                            [key: string]: unknown;
                        };
                        note: string;
                        /** Format: date-time */
                        raisedAt: string;
                        resolvedAt: string | null;
                        resolvedBy: string | null;
                        /** Format: date-time */
                        seenAt: string;
                        severity: string;
                        source: string;
                        status: string;
                        subject: string;
                        timesSeen: number;
                        title: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_alert_deliveries: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticesOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_alerts_resolve_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What was found or done, for those who look later.
                     * @default
                     */
                    note?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        acknowledgedAt: string | null;
                        acknowledgedBy: string | null;
                        audience: string | null;
                        detail: string;
                        /** Format: uuid */
                        id: string;
                        measured: {
                            [key: string]: unknown;
                        };
                        note: string;
                        /** Format: date-time */
                        raisedAt: string;
                        resolvedAt: string | null;
                        resolvedBy: string | null;
                        /** Format: date-time */
                        seenAt: string;
                        severity: string;
                        source: string;
                        status: string;
                        subject: string;
                        timesSeen: number;
                        title: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_circuits_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CircuitsOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_configuration_list: {
        parameters: {
            query?: {
                /** @description For which actor: an id, or `platform`. Without it, for yourself. */
                target?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConfigurationOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_configuration_retrieve: {
        parameters: {
            query?: {
                /** @description For which actor: an id, or `platform`. Without it, for yourself. */
                target?: string;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_configuration_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The agent to act as.
                     */
                    agentId?: string;
                    /**
                     * @description Refuse if it is at another version by now; 0: never set there.
                     * @default null
                     */
                    expectedVersion?: number | null;
                    /**
                     * @description The setting, as `GET /system/configuration` lists it.
                     * @example risk.max_open_orders
                     */
                    key: string;
                    /**
                     * @description Why, for the history.
                     * @default
                     */
                    reason?: string;
                    /**
                     * @description For whom: yourself, your farm, your owner with all below it, or the platform.
                     * @default self
                     * @enum {string}
                     */
                    target?: "self" | "farm" | "owner" | "platform";
                    /**
                     * @description An actor that you see, instead of `target`.
                     * @default null
                     */
                    targetId?: string | null;
                    /**
                     * @description Its new value, as the setting's schema has it.
                     * @example 10
                     */
                    value: unknown;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        isSet: boolean;
                        key: string;
                        /** Format: date-time */
                        setAt: string;
                        targetId: string | null;
                        value: unknown;
                        version: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_configuration_partial_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The agent to act as.
                     */
                    agentId?: string;
                    /**
                     * @description Refuse if it is at another version by now; 0: never set there.
                     * @default null
                     */
                    expectedVersion?: number | null;
                    /**
                     * @description The setting, as `GET /system/configuration` lists it.
                     * @example risk.max_open_orders
                     */
                    key: string;
                    /**
                     * @description Why, for the history.
                     * @default
                     */
                    reason?: string;
                    /**
                     * @description For whom: yourself, your farm, your owner with all below it, or the platform.
                     * @default self
                     * @enum {string}
                     */
                    target?: "self" | "farm" | "owner" | "platform";
                    /**
                     * @description An actor that you see, instead of `target`.
                     * @default null
                     */
                    targetId?: string | null;
                    /**
                     * @description Its new value, as the setting's schema has it.
                     * @example 10
                     */
                    value: unknown;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        isSet: boolean;
                        key: string;
                        /** Format: date-time */
                        setAt: string;
                        targetId: string | null;
                        value: unknown;
                        version: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_configuration_history_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description For which actor: an id, or `platform`. Without it, for yourself. */
                target?: string;
            };
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingChangeOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_configuration_rollback_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Refuse if it is at another version by now; 0: never set there.
                     * @default null
                     */
                    expectedVersion?: number | null;
                    /**
                     * @description The setting, as `GET /system/configuration` lists it.
                     * @example risk.max_open_orders
                     */
                    key: string;
                    /**
                     * @description Why, for the history.
                     * @default
                     */
                    reason?: string;
                    /**
                     * @description For whom: yourself, your farm, your owner with all below it, or the platform.
                     * @default self
                     * @enum {string}
                     */
                    target?: "self" | "farm" | "owner" | "platform";
                    /**
                     * @description An actor that you see, instead of `target`.
                     * @default null
                     */
                    targetId?: string | null;
                    /** @description The version whose value to put back; 0: take it back. */
                    version: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        isSet: boolean;
                        key: string;
                        /** Format: date-time */
                        setAt: string;
                        targetId: string | null;
                        value: unknown;
                        version: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_dead_letters_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description Only those not dealt with, or dealt with. */
                open?: boolean;
                /** @description Only this subscriber's. */
                subscriber?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_dead_letters_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                letter_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterDetail"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_dead_letters_resolve_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                letter_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description What was done, for the record. */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        eventId: string;
                        /** Format: uuid */
                        id: string;
                        resolvedAt: string | null;
                        subscriber: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_dead_letters_retry_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                letter_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        eventId: string;
                        /** Format: uuid */
                        id: string;
                        resolvedAt: string | null;
                        subscriber: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_events_retrieve: {
        parameters: {
            query?: {
                /** @description A cursor (`next`, or `metadata.seq` of an event); without it, the newest events. */
                after?: string;
                /** @description Only events of these agents, by comma. */
                agentId?: string;
                /** @description Only events of these farms, by comma. */
                farmId?: string;
                /** @description 1 to 200 events. */
                limit?: number;
                /** @description Only events of these symbols, by comma. */
                symbol?: string;
                /** @description Types and patterns by comma: `agent.*,trade.order_filled`. */
                types?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_activity: {
        parameters: {
            query?: {
                /** @description Without it, a day before `until`. */
                since?: string;
                /** @description Types and patterns by comma: `trade.*,system.alert`. */
                types?: string;
                /** @description Without it, now. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_event_catalogue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CatalogueOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_events_stream_retrieve: {
        parameters: {
            query?: {
                /** @description The same, for the first connection; without either, events from now on. */
                after?: string;
                /** @description Only events of these agents, by comma. */
                agentId?: string;
                /** @description Only events of these farms, by comma. */
                farmId?: string;
                format?: "json" | "sse";
                /** @description Only events of these symbols, by comma. */
                symbol?: string;
                /** @description Types and patterns by comma: `agent.*,trade.order_filled`. */
                types?: string;
            };
            header?: {
                /** @description The cursor of the last event that arrived. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_health_detailed_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_health_history_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description From this time on. */
                since?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_initialization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InitializationOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_initialize_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        initializationId: string;
                        steps: {
                            changed: string[];
                            detail: string;
                            name: string;
                            seconds: number;
                            /**
                             * StepStatus
                             * @description A step changed something, found all as it should be, or could not be done.
                             * @enum {string}
                             */
                            status: "done" | "unchanged" | "failed";
                        }[];
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_kill_switch_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillSwitchOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_kill_switch_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * HaltLevel
                     * @description `stop_new_risk`: nothing new; `cancel_orders`: also cancel all open orders; `flatten`: also close all positions by market orders.
                     * @default stop_new_risk
                     * @enum {string}
                     */
                    level?: "stop_new_risk" | "cancel_orders" | "flatten";
                    /** @description Why, for those who find it engaged. */
                    reason: string;
                    /**
                     * @description The actor it binds, with all below it; yourself if left out.
                     * @default null
                     */
                    targetId?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        engaged: boolean;
                        /** Format: date-time */
                        engagedAt: string;
                        /**
                         * HaltLevel
                         * @description What a halt does, from mild to strict; each does what those before it do.
                         * @enum {string}
                         */
                        level: "stop_new_risk" | "cancel_orders" | "flatten";
                        reason: string;
                        releasedAt: string | null;
                        /** Format: uuid */
                        targetId: string;
                        waitedMs: number | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_kill_switch_release_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description The target's name, or RELEASE, typed out, so that it is meant. */
                    confirm: string;
                    /** @description Why, for those who find it engaged. */
                    reason: string;
                    /**
                     * @description The actor it binds, with all below it; yourself if left out.
                     * @default null
                     */
                    targetId?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        engaged: boolean;
                        /** Format: date-time */
                        engagedAt: string;
                        /**
                         * HaltLevel
                         * @description What a halt does, from mild to strict; each does what those before it do.
                         * @enum {string}
                         */
                        level: "stop_new_risk" | "cancel_orders" | "flatten";
                        reason: string;
                        releasedAt: string | null;
                        /** Format: uuid */
                        targetId: string;
                        waitedMs: number | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_system_metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricsOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_reconciliation_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconciliationOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_reconciliation_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Look at all of history, as each does once a day.
                     * @default false
                     */
                    full?: boolean;
                    /**
                     * @description Which reconciler, such as ledger-sums; all if left out.
                     * @default null
                     */
                    name?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        runs: {
                            checked: number;
                            error: string;
                            isFull: boolean;
                            mismatchCount: number;
                            mismatches: {
                                detail: string;
                                subject: string;
                            }[];
                            name: string;
                            status: string;
                        }[];
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_reconciliation_runs_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description Only runs of this reconciler. */
                name?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReconciliationRunOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_sagas_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
                /** @description Only those of this kind, such as create_agent. */
                name?: string;
                /** @description Only those that a person must look at (true), or the others. */
                needsPerson?: boolean;
                /** @description Only those in this state. */
                status?: "COMPENSATED" | "COMPENSATING" | "COMPLETED" | "FAILED" | "RUNNING";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_sagas_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                saga_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SagaOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_sagas_cancel_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                saga_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Why, for the record. */
                    reason: string;
                    /**
                     * Format: uuid
                     * @description The saga, as `GET /system/sagas` lists it.
                     */
                    sagaId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        needsPerson: boolean;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_sagas_resolve_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                saga_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description How it was dealt with, for the record. */
                    resolution: string;
                    /**
                     * Format: uuid
                     * @description The saga, as `GET /system/sagas` lists it.
                     */
                    sagaId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        needsPerson: boolean;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_sagas_retry_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                saga_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The saga, as `GET /system/sagas` lists it.
                     */
                    sagaId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        error: string;
                        /** Format: uuid */
                        id: string;
                        name: string;
                        needsPerson: boolean;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_schedules_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulesOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_schedules_partial_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Whether it runs; null: as it is.
                     * @default null
                     */
                    enabled?: boolean | null;
                    /**
                     * @description How often it runs, in seconds; null: as it is.
                     * @default null
                     */
                    every?: number | null;
                    /** @description The schedule, as `GET /system/schedules` has it. */
                    name: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        enabled: boolean;
                        every: number;
                        name: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_services_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServicesOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_services_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default  */
                    description?: string;
                    endpoints: {
                        /** @default true */
                        enabled?: boolean;
                        /**
                         * @description Looked at every few seconds; empty: not at all.
                         * @default
                         */
                        healthUrl?: string;
                        /**
                         * @description The lowest is tried first.
                         * @default 0
                         */
                        priority?: number;
                        /** @description Base URL; no name or password in it, and no key in its path. */
                        url: string;
                        /**
                         * @description Its share among those of one priority.
                         * @default 1
                         */
                        weight?: number;
                    }[];
                    /**
                     * @description What it is.
                     * @enum {string}
                     */
                    kind: "exchange" | "rpc" | "llm" | "smtp" | "webhook" | "http";
                    /** @description What it is called by, in small letters: `coinbase`. */
                    name: string;
                    /**
                     * @description Calls at a time, per process.
                     * @default 32
                     */
                    places?: number;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpointIds: string[];
                        /** Format: uuid */
                        id: string;
                        kind: string;
                        name: string;
                        places: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_services_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        name: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_story: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thing_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StoryOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_subscribers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubscriberPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_subscribers_rebuild_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        changed: number;
                        digestAfter: string;
                        digestBefore: string;
                        events: number;
                        projection: string;
                        /** Format: uuid */
                        rebuildId: string;
                        skipped: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_subscribers_retry_dead_letters_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                subscriber: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        failed: number;
                        parked: number;
                        subscriber: string;
                        taken: number;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_webhooks_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_webhooks_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description What it is for.
                     * @default
                     */
                    description?: string;
                    /** @description Types like `trade.order_filled`, or `agent.*`, or `*`. */
                    events: string[];
                    /** @description Public `https` URL that takes a POST per event. */
                    url: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        description: string;
                        enabled: boolean;
                        events: string[];
                        /** Format: uuid */
                        id: string;
                        url: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_webhooks_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_webhooks_partial_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default null */
                    description?: string | null;
                    /** @default null */
                    enabled?: boolean | null;
                    /** @default null */
                    events?: string[] | null;
                    /** @default null */
                    url?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        description: string;
                        enabled: boolean;
                        events: string[];
                        /** Format: uuid */
                        id: string;
                        url: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_webhooks_deliveries_list: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_webhooks_deliveries_redeliver_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                delivery_id: string;
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dueAt: string | null;
                        eventType: string;
                        /** Format: uuid */
                        id: string;
                        messageId: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_webhooks_secret_create: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookSecretOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    system_webhooks_test_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        dueAt: string | null;
                        eventType: string;
                        /** Format: uuid */
                        id: string;
                        messageId: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_accounts_list: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                cursor?: string | null;
                limit?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_accounts_exchange_credentials_update: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialsIn"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveAccountOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_accounts_fund_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description In the currency that is named, above zero.
                     * @example 1000.00
                     */
                    amount: number | string;
                    /**
                     * @description The account's, or another that symbols of its venue are paid with.
                     * @example USD
                     */
                    currency: string;
                    /** @description Why, for the ledger. */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accountCurrency: string;
                        /** Format: uuid */
                        accountId: string;
                        amount: string;
                        currency: string;
                        funded: string;
                        pricedAt: string | null;
                        /** Format: uuid */
                        transferId: string;
                        value: string | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_account_ledger: {
        parameters: {
            query?: {
                asset?: string | null;
                cursor?: string | null;
                limit?: string | null;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerEntryOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    export_account_ledger: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                /** @description How a file is written. */
                fileType?: "csv" | "json";
                /** @description The beginning if not given. */
                since?: string | null;
                /** @description Now if not given. */
                until?: string | null;
            };
            header?: never;
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_accounts_live_trading_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The trading account at a live venue.
                     */
                    accountId: string;
                    /** @description `trade real money on <venue>`, typed by a person. */
                    confirmation: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string;
                        enabled: boolean;
                        enabledAt: string | null;
                        fingerprint: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_accounts_live_trading_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string;
                        enabled: boolean;
                        enabledAt: string | null;
                        fingerprint: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_accounts_withdraw_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                account_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description In the currency that is named, above zero.
                     * @example 1000.00
                     */
                    amount: number | string;
                    /**
                     * @description The account's, or another that symbols of its venue are paid with.
                     * @example USD
                     */
                    currency: string;
                    /** @description Why, for the ledger. */
                    reason: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accountCurrency: string;
                        /** Format: uuid */
                        accountId: string;
                        amount: string;
                        currency: string;
                        funded: string;
                        pricedAt: string | null;
                        /** Format: uuid */
                        transferId: string;
                        value: string | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_backtests_list: {
        parameters: {
            query?: {
                cursor?: string | null;
                kind?: ("single" | "sweep" | "walk_forward" | "comparison") | null;
                limit?: string | null;
                status?: ("queued" | "running" | "succeeded" | "failed" | "cancelled") | null;
                symbol?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_backtests_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The agent to act as.
                     */
                    agentId?: string;
                    /**
                     * @description What it begins with, in the quote asset.
                     * @default 100000
                     */
                    capital?: number | string;
                    /**
                     * @description Up to the bar that closes then; without it, the newest.
                     * @default null
                     */
                    end?: string | null;
                    /**
                     * @description Values to try by parameter: every combination is screened, the best is played.
                     * @default {}
                     */
                    grid?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    /**
                     * Interval
                     * @description The lengths a bar may have.
                     * @default 1h
                     * @enum {string}
                     */
                    interval?: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
                    /**
                     * @description Seconds until an order arrives; it takes the next open.
                     * @default 0
                     */
                    latencySeconds?: number;
                    /**
                     * @description As a fraction of the cost; without it, the instrument's.
                     * @default null
                     */
                    makerFee?: number | string | null;
                    /**
                     * Objective
                     * @description By what results are ranked.
                     * @default sharpe
                     * @enum {string}
                     */
                    objective?: "sharpe" | "total_return" | "calmar";
                    /**
                     * @description The strategy's own; what is left out has its default.
                     * @default {}
                     */
                    parameters?: {
                        [key: string]: unknown;
                    };
                    /**
                     * @description How much worse than the bar's open an order fills, as a fraction.
                     * @default 0
                     */
                    slippage?: number | string;
                    /**
                     * @description From the bar that opens then (UTC); without it, 10,000 bars before the end.
                     * @default null
                     */
                    start?: string | null;
                    /**
                     * @description Its kind.
                     * @example sma_cross
                     */
                    strategy: string;
                    /**
                     * @description A pair such as BTC/USD; BTC-USD, BTCUSD and btc-usd mean the same.
                     * @example BTC/USD
                     */
                    symbol: string;
                    /**
                     * @description As a fraction of the cost; without it, the instrument's.
                     * @default null
                     */
                    takerFee?: number | string | null;
                    /**
                     * @description `sim` or `replay:<dataset>`; without it, that of your account, else `sim`.
                     * @default null
                     */
                    venue?: string | null;
                    /**
                     * @description Choose out of the grid on bars before, judge on bars after, and roll on.
                     * @default null
                     */
                    walkForward?: {
                        testBars: number;
                        trainBars: number;
                    } | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        asOf: string;
                        /** Format: uuid */
                        backtestId: string;
                        bars: number;
                        /**
                         * Metrics
                         * @description What a curve and its trades come to. Returns, drawdown, exposure and rates are fractions; a figure that
                         *     cannot be computed is null.
                         *
                         *     Ratios are annualised from returns of `returns_basis` (`day` from 30 days on, else `bar`) at
                         *     `periods_per_year`. `win_rate` and `profit_factor` are of closed trades after fees; `exposure` is the
                         *     share of closes with something held; `turnover` is what was traded over the mean equity.
                         */
                        benchmark: {
                            cagr: number | null;
                            calmar: number | null;
                            exposure: number;
                            fees: number;
                            maxDrawdown: number;
                            periodsPerYear: number;
                            profitFactor: number | null;
                            returnsBasis: string;
                            sharpe: number | null;
                            sortino: number | null;
                            totalReturn: number;
                            trades: number;
                            turnover: number;
                            volatility: number | null;
                            winRate: number | null;
                        };
                        /** @default [] */
                        combinations: {
                            maxDrawdown: number;
                            parameters: {
                                [key: string]: unknown;
                            };
                            score: number | null;
                            sharpe: number | null;
                            totalReturn: number;
                            trades: number;
                        }[];
                        finalEquity: string;
                        fingerprint: string;
                        /** Format: date-time */
                        firstAt: string;
                        /**
                         * Kind
                         * @description What a backtest does with its strategies and bars.
                         * @enum {string}
                         */
                        kind: "single" | "sweep" | "walk_forward" | "comparison";
                        /**
                         * Metrics
                         * @description What a curve and its trades come to. Returns, drawdown, exposure and rates are fractions; a figure that
                         *     cannot be computed is null.
                         *
                         *     Ratios are annualised from returns of `returns_basis` (`day` from 30 days on, else `bar`) at
                         *     `periods_per_year`. `win_rate` and `profit_factor` are of closed trades after fees; `exposure` is the
                         *     share of closes with something held; `turnover` is what was traded over the mean equity.
                         */
                        metrics: {
                            cagr: number | null;
                            calmar: number | null;
                            exposure: number;
                            fees: number;
                            maxDrawdown: number;
                            periodsPerYear: number;
                            profitFactor: number | null;
                            returnsBasis: string;
                            sharpe: number | null;
                            sortino: number | null;
                            totalReturn: number;
                            trades: number;
                            turnover: number;
                            volatility: number | null;
                            winRate: number | null;
                        };
                        ordersEnded: {
                            [key: string]: number;
                        };
                        parameters: {
                            [key: string]: unknown;
                        };
                        /** @default [] */
                        ranking: {
                            finalEquity: string;
                            /**
                             * Metrics
                             * @description What a curve and its trades come to. Returns, drawdown, exposure and rates are fractions; a figure that
                             *     cannot be computed is null.
                             *
                             *     Ratios are annualised from returns of `returns_basis` (`day` from 30 days on, else `bar`) at
                             *     `periods_per_year`. `win_rate` and `profit_factor` are of closed trades after fees; `exposure` is the
                             *     share of closes with something held; `turnover` is what was traded over the mean equity.
                             */
                            metrics: {
                                cagr: number | null;
                                calmar: number | null;
                                exposure: number;
                                fees: number;
                                maxDrawdown: number;
                                periodsPerYear: number;
                                profitFactor: number | null;
                                returnsBasis: string;
                                sharpe: number | null;
                                sortino: number | null;
                                totalReturn: number;
                                trades: number;
                                turnover: number;
                                volatility: number | null;
                                winRate: number | null;
                            };
                            parameters: {
                                [key: string]: unknown;
                            };
                            rank: number;
                            reasons: string[];
                            strategy: string;
                        }[];
                        reused: boolean;
                        source: string;
                        status: string;
                        strategy: string;
                        warmUpBars: number;
                        /** @default [] */
                        windows: {
                            capital: string;
                            finalEquity: string;
                            /**
                             * Combination
                             * @description Parameters of a sweep and what they came to, by the vector path.
                             */
                            inSample: {
                                maxDrawdown: number;
                                parameters: {
                                    [key: string]: unknown;
                                };
                                score: number | null;
                                sharpe: number | null;
                                totalReturn: number;
                                trades: number;
                            };
                            parameters: {
                                [key: string]: unknown;
                            };
                            /** Format: date-time */
                            testFrom: string;
                            /** Format: date-time */
                            testUntil: string;
                            totalReturn: number;
                            trades: number;
                            /** Format: date-time */
                            trainFrom: string;
                        }[];
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_backtests_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                backtest_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestDetail"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_backtests_cancel_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                backtest_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The backtest's id.
                     */
                    backtestId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        backtestId: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_backtests_export_retrieve: {
        parameters: {
            query?: {
                fileFormat?: "csv" | "json";
                what?: "trades" | "equity";
            };
            header?: never;
            path: {
                backtest_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_backtests_trades_list: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: string | null;
            };
            header?: never;
            path: {
                backtest_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeReportPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_backtests_compare_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The agent to act as.
                     */
                    agentId?: string;
                    /**
                     * @description What it begins with, in the quote asset.
                     * @default 100000
                     */
                    capital?: number | string;
                    /**
                     * @description Up to the bar that closes then; without it, the newest.
                     * @default null
                     */
                    end?: string | null;
                    /**
                     * Interval
                     * @description The lengths a bar may have.
                     * @default 1h
                     * @enum {string}
                     */
                    interval?: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
                    /**
                     * @description Seconds until an order arrives; it takes the next open.
                     * @default 0
                     */
                    latencySeconds?: number;
                    /**
                     * @description As a fraction of the cost; without it, the instrument's.
                     * @default null
                     */
                    makerFee?: number | string | null;
                    /**
                     * Objective
                     * @description By what results are ranked.
                     * @default sharpe
                     * @enum {string}
                     */
                    objective?: "sharpe" | "total_return" | "calmar";
                    /**
                     * @description How much worse than the bar's open an order fills, as a fraction.
                     * @default 0
                     */
                    slippage?: number | string;
                    /**
                     * @description From the bar that opens then (UTC); without it, 10,000 bars before the end.
                     * @default null
                     */
                    start?: string | null;
                    /** @description What to compare; kinds may repeat. */
                    strategies: {
                        parameters?: {
                            [key: string]: unknown;
                        };
                        /** @description Its kind, such as `sma_cross`. */
                        strategy: string;
                    }[];
                    /**
                     * @description A pair such as BTC/USD; BTC-USD, BTCUSD and btc-usd mean the same.
                     * @example BTC/USD
                     */
                    symbol: string;
                    /**
                     * @description As a fraction of the cost; without it, the instrument's.
                     * @default null
                     */
                    takerFee?: number | string | null;
                    /**
                     * @description `sim` or `replay:<dataset>`; without it, that of your account, else `sim`.
                     * @default null
                     */
                    venue?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        asOf: string;
                        /** Format: uuid */
                        backtestId: string;
                        bars: number;
                        /**
                         * Metrics
                         * @description What a curve and its trades come to. Returns, drawdown, exposure and rates are fractions; a figure that
                         *     cannot be computed is null.
                         *
                         *     Ratios are annualised from returns of `returns_basis` (`day` from 30 days on, else `bar`) at
                         *     `periods_per_year`. `win_rate` and `profit_factor` are of closed trades after fees; `exposure` is the
                         *     share of closes with something held; `turnover` is what was traded over the mean equity.
                         */
                        benchmark: {
                            cagr: number | null;
                            calmar: number | null;
                            exposure: number;
                            fees: number;
                            maxDrawdown: number;
                            periodsPerYear: number;
                            profitFactor: number | null;
                            returnsBasis: string;
                            sharpe: number | null;
                            sortino: number | null;
                            totalReturn: number;
                            trades: number;
                            turnover: number;
                            volatility: number | null;
                            winRate: number | null;
                        };
                        /** @default [] */
                        combinations: {
                            maxDrawdown: number;
                            parameters: {
                                [key: string]: unknown;
                            };
                            score: number | null;
                            sharpe: number | null;
                            totalReturn: number;
                            trades: number;
                        }[];
                        finalEquity: string;
                        fingerprint: string;
                        /** Format: date-time */
                        firstAt: string;
                        /**
                         * Kind
                         * @description What a backtest does with its strategies and bars.
                         * @enum {string}
                         */
                        kind: "single" | "sweep" | "walk_forward" | "comparison";
                        /**
                         * Metrics
                         * @description What a curve and its trades come to. Returns, drawdown, exposure and rates are fractions; a figure that
                         *     cannot be computed is null.
                         *
                         *     Ratios are annualised from returns of `returns_basis` (`day` from 30 days on, else `bar`) at
                         *     `periods_per_year`. `win_rate` and `profit_factor` are of closed trades after fees; `exposure` is the
                         *     share of closes with something held; `turnover` is what was traded over the mean equity.
                         */
                        metrics: {
                            cagr: number | null;
                            calmar: number | null;
                            exposure: number;
                            fees: number;
                            maxDrawdown: number;
                            periodsPerYear: number;
                            profitFactor: number | null;
                            returnsBasis: string;
                            sharpe: number | null;
                            sortino: number | null;
                            totalReturn: number;
                            trades: number;
                            turnover: number;
                            volatility: number | null;
                            winRate: number | null;
                        };
                        ordersEnded: {
                            [key: string]: number;
                        };
                        parameters: {
                            [key: string]: unknown;
                        };
                        /** @default [] */
                        ranking: {
                            finalEquity: string;
                            /**
                             * Metrics
                             * @description What a curve and its trades come to. Returns, drawdown, exposure and rates are fractions; a figure that
                             *     cannot be computed is null.
                             *
                             *     Ratios are annualised from returns of `returns_basis` (`day` from 30 days on, else `bar`) at
                             *     `periods_per_year`. `win_rate` and `profit_factor` are of closed trades after fees; `exposure` is the
                             *     share of closes with something held; `turnover` is what was traded over the mean equity.
                             */
                            metrics: {
                                cagr: number | null;
                                calmar: number | null;
                                exposure: number;
                                fees: number;
                                maxDrawdown: number;
                                periodsPerYear: number;
                                profitFactor: number | null;
                                returnsBasis: string;
                                sharpe: number | null;
                                sortino: number | null;
                                totalReturn: number;
                                trades: number;
                                turnover: number;
                                volatility: number | null;
                                winRate: number | null;
                            };
                            parameters: {
                                [key: string]: unknown;
                            };
                            rank: number;
                            reasons: string[];
                            strategy: string;
                        }[];
                        reused: boolean;
                        source: string;
                        status: string;
                        strategy: string;
                        warmUpBars: number;
                        /** @default [] */
                        windows: {
                            capital: string;
                            finalEquity: string;
                            /**
                             * Combination
                             * @description Parameters of a sweep and what they came to, by the vector path.
                             */
                            inSample: {
                                maxDrawdown: number;
                                parameters: {
                                    [key: string]: unknown;
                                };
                                score: number | null;
                                sharpe: number | null;
                                totalReturn: number;
                                trades: number;
                            };
                            parameters: {
                                [key: string]: unknown;
                            };
                            /** Format: date-time */
                            testFrom: string;
                            /** Format: date-time */
                            testUntil: string;
                            totalReturn: number;
                            trades: number;
                            /** Format: date-time */
                            trainFrom: string;
                        }[];
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_export: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                export_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_fills_list: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                cursor?: string | null;
                limit?: string | null;
                orderId?: string | null;
                symbol?: string | null;
                venue?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FillOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    export_fills: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                /** @description How a file is written. */
                fileType?: "csv" | "json";
                /** @description The beginning if not given. */
                since?: string | null;
                /** @description Now if not given. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_journal: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                cursor?: string | null;
                limit?: string | null;
                /** @description The beginning if not given. */
                since?: string | null;
                state?: "all" | "open" | "closed";
                symbol?: string | null;
                /** @description Now if not given. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TripOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_journal_partial_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                trade_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description In place of what was said; empty: nothing. */
                    note: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        note: string;
                        /** Format: date-time */
                        notedAt: string;
                        /** Format: uuid */
                        tradeId: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    export_journal: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                /** @description How a file is written. */
                fileType?: "csv" | "json";
                /** @description The beginning if not given. */
                since?: string | null;
                /** @description Now if not given. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_live_accounts: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveAccountOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_orders_list: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                cursor?: string | null;
                limit?: string | null;
                status?: "all" | "live";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_orders_retrieve: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_orders_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The agent to act as.
                     */
                    agentId?: string;
                    /**
                     * @description Makes it a `gtd` order, in the market's time.
                     * @default null
                     */
                    goodTill?: string | null;
                    /** @default null */
                    limitPrice?: (number | string) | null;
                    /**
                     * Format: uuid
                     * @description The order's id, as `place_order` and `list_orders` answer it.
                     */
                    orderId: string;
                    /**
                     * @description The whole quantity, what has been filled included.
                     * @default null
                     */
                    quantity?: (number | string) | null;
                    /** @default null */
                    stopPrice?: (number | string) | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default false */
                        cancelRequested: boolean;
                        /** @default  */
                        code: string;
                        executedPrice: string | null;
                        executedQuantity: string;
                        fee: string;
                        /** @default null */
                        goodTill: string | null;
                        /** @default null */
                        groupId: string | null;
                        /** @default null */
                        limitPrice: string | null;
                        /** @default [] */
                        linkedOrders: string[];
                        /** Format: uuid */
                        orderId: string;
                        /**
                         * OrderType
                         * @description How the price of an order is found.
                         * @default market
                         * @enum {string}
                         */
                        orderType: "market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop";
                        quantity: string;
                        /** @default  */
                        reason: string;
                        /** @default 0 */
                        riskScore: number;
                        /**
                         * Side
                         * @description Which way an order or a fill moves the base asset.
                         * @enum {string}
                         */
                        side: "buy" | "sell";
                        /**
                         * OrderStatus
                         * @description The life of an order.
                         *
                         *     INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
                         *     trigger; OPEN and PARTIALLY_FILLED rest.
                         * @enum {string}
                         */
                        status: "inactive" | "pending" | "waiting" | "open" | "partially_filled" | "filled" | "cancelled" | "rejected";
                        /** @default null */
                        stopPrice: string | null;
                        symbol: string;
                        /**
                         * TimeInForce
                         * @description How long an order waits.
                         *
                         *     GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
                         *     or nothing of it.
                         * @default gtc
                         * @enum {string}
                         */
                        timeInForce: "gtc" | "ioc" | "fok" | "gtd";
                        /** Format: date-time */
                        timestamp: string;
                        /** @default null */
                        triggeredAt: string | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_orders_partial_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The agent to act as.
                     */
                    agentId?: string;
                    /**
                     * @description Makes it a `gtd` order, in the market's time.
                     * @default null
                     */
                    goodTill?: string | null;
                    /** @default null */
                    limitPrice?: (number | string) | null;
                    /**
                     * Format: uuid
                     * @description The order's id, as `place_order` and `list_orders` answer it.
                     */
                    orderId: string;
                    /**
                     * @description The whole quantity, what has been filled included.
                     * @default null
                     */
                    quantity?: (number | string) | null;
                    /** @default null */
                    stopPrice?: (number | string) | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default false */
                        cancelRequested: boolean;
                        /** @default  */
                        code: string;
                        executedPrice: string | null;
                        executedQuantity: string;
                        fee: string;
                        /** @default null */
                        goodTill: string | null;
                        /** @default null */
                        groupId: string | null;
                        /** @default null */
                        limitPrice: string | null;
                        /** @default [] */
                        linkedOrders: string[];
                        /** Format: uuid */
                        orderId: string;
                        /**
                         * OrderType
                         * @description How the price of an order is found.
                         * @default market
                         * @enum {string}
                         */
                        orderType: "market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop";
                        quantity: string;
                        /** @default  */
                        reason: string;
                        /** @default 0 */
                        riskScore: number;
                        /**
                         * Side
                         * @description Which way an order or a fill moves the base asset.
                         * @enum {string}
                         */
                        side: "buy" | "sell";
                        /**
                         * OrderStatus
                         * @description The life of an order.
                         *
                         *     INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
                         *     trigger; OPEN and PARTIALLY_FILLED rest.
                         * @enum {string}
                         */
                        status: "inactive" | "pending" | "waiting" | "open" | "partially_filled" | "filled" | "cancelled" | "rejected";
                        /** @default null */
                        stopPrice: string | null;
                        symbol: string;
                        /**
                         * TimeInForce
                         * @description How long an order waits.
                         *
                         *     GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
                         *     or nothing of it.
                         * @default gtc
                         * @enum {string}
                         */
                        timeInForce: "gtc" | "ioc" | "fok" | "gtd";
                        /** Format: date-time */
                        timestamp: string;
                        /** @default null */
                        triggeredAt: string | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_orders_cancel_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                order_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: uuid
                     * @description The agent to act as.
                     */
                    agentId?: string;
                    /**
                     * Format: uuid
                     * @description The order's id, as `place_order` and `list_orders` answer it.
                     */
                    orderId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default false */
                        cancelRequested: boolean;
                        /** @default  */
                        code: string;
                        executedPrice: string | null;
                        executedQuantity: string;
                        fee: string;
                        /** @default null */
                        goodTill: string | null;
                        /** @default null */
                        groupId: string | null;
                        /** @default null */
                        limitPrice: string | null;
                        /** @default [] */
                        linkedOrders: string[];
                        /** Format: uuid */
                        orderId: string;
                        /**
                         * OrderType
                         * @description How the price of an order is found.
                         * @default market
                         * @enum {string}
                         */
                        orderType: "market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop";
                        quantity: string;
                        /** @default  */
                        reason: string;
                        /** @default 0 */
                        riskScore: number;
                        /**
                         * Side
                         * @description Which way an order or a fill moves the base asset.
                         * @enum {string}
                         */
                        side: "buy" | "sell";
                        /**
                         * OrderStatus
                         * @description The life of an order.
                         *
                         *     INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
                         *     trigger; OPEN and PARTIALLY_FILLED rest.
                         * @enum {string}
                         */
                        status: "inactive" | "pending" | "waiting" | "open" | "partially_filled" | "filled" | "cancelled" | "rejected";
                        /** @default null */
                        stopPrice: string | null;
                        symbol: string;
                        /**
                         * TimeInForce
                         * @description How long an order waits.
                         *
                         *     GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
                         *     or nothing of it.
                         * @default gtc
                         * @enum {string}
                         */
                        timeInForce: "gtc" | "ioc" | "fok" | "gtd";
                        /** Format: date-time */
                        timestamp: string;
                        /** @default null */
                        triggeredAt: string | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_orders_cancel_all_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description The account, where it is not an agent's or your own.
                     * @default null
                     */
                    accountId?: string | null;
                    /**
                     * @description The agent whose account it is; without it, your own.
                     * @default null
                     */
                    agentId?: string | null;
                    /**
                     * @description Only those of this symbol.
                     * @default null
                     */
                    symbol?: string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        asOf: string;
                        cancelled: number;
                        source: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    export_orders: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                /** @description How a file is written. */
                fileType?: "csv" | "json";
                /** @description The beginning if not given. */
                since?: string | null;
                /** @description Now if not given. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                    "text/csv": string;
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_paper_order_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description The account, where it is not an agent's or your own.
                     * @default null
                     */
                    accountId?: string | null;
                    /**
                     * @description The agent whose account it is; without it, your own.
                     * @default null
                     */
                    agentId?: string | null;
                    /**
                     * @description Your own id of the order; the same id again answers the same order.
                     * @default null
                     */
                    clientOrderId?: string | null;
                    /**
                     * @description Needed for `gtd`: a moment of the market's time.
                     * @default null
                     */
                    goodTill?: string | null;
                    /**
                     * @description Needed for `limit` and `stop_limit`; `take_profit` may have one.
                     * @default null
                     */
                    limitPrice?: (number | string) | null;
                    /**
                     * @description Make the stop of the pair a stop-limit.
                     * @default null
                     */
                    ocoStopLimitPrice?: (number | string) | null;
                    /**
                     * @description Of a limit order: pair it with a stop of the same side; one cancels the other.
                     * @default null
                     */
                    ocoStopPrice?: (number | string) | null;
                    /**
                     * OrderType
                     * @description `stop` and `take_profit` become market orders at their stop price, `stop_limit` (and a take-profit with a limit price) limit orders; a `trailing_stop` follows the best price.
                     * @default market
                     * @enum {string}
                     */
                    orderType?: "market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop";
                    /**
                     * @description Cancel a limit order rather than let it take.
                     * @default false
                     */
                    postOnly?: boolean;
                    /**
                     * @description Amount of the base asset, above zero, at most 18 decimals.
                     * @example 0.1
                     */
                    quantity: number | string;
                    /**
                     * @description Refuse a sale of more than is held.
                     * @default false
                     */
                    reduceOnly?: boolean;
                    /**
                     * Side
                     * @description Which way an order or a fill moves the base asset.
                     * @enum {string}
                     */
                    side: "buy" | "sell";
                    /**
                     * @description Then for no less than this, rather than at the market.
                     * @default null
                     */
                    stopLossLimitPrice?: (number | string) | null;
                    /**
                     * @description Of a buy: sell what it buys once the market falls to this.
                     * @default null
                     */
                    stopLossPrice?: (number | string) | null;
                    /**
                     * @description The trigger; needed for `stop`, `stop_limit`, `take_profit`.
                     * @default null
                     */
                    stopPrice?: (number | string) | null;
                    /**
                     * @description A pair such as BTC/USD; BTC-USD, BTCUSD and btc-usd mean the same.
                     * @example BTC/USD
                     */
                    symbol: string;
                    /**
                     * @description Of a buy: sell what it buys at this limit.
                     * @default null
                     */
                    takeProfitPrice?: (number | string) | null;
                    /**
                     * TimeInForce
                     * @description `gtc` rests until cancelled, `gtd` until `good_till`; `ioc` cancels what does not fill at once, `fok` all of it unless all of it fills at once.
                     * @default gtc
                     * @enum {string}
                     */
                    timeInForce?: "gtc" | "ioc" | "fok" | "gtd";
                    /**
                     * @description How far a trailing stop stays behind, in the quote asset.
                     * @default null
                     */
                    trailAmount?: (number | string) | null;
                    /**
                     * @description How far a trailing stop stays behind, in percent.
                     * @default null
                     */
                    trailPercent?: number | string | null;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default false */
                        cancelRequested: boolean;
                        /** @default  */
                        code: string;
                        executedPrice: string | null;
                        executedQuantity: string;
                        fee: string;
                        /** @default null */
                        goodTill: string | null;
                        /** @default null */
                        groupId: string | null;
                        /** @default null */
                        limitPrice: string | null;
                        /** @default [] */
                        linkedOrders: string[];
                        /** Format: uuid */
                        orderId: string;
                        /**
                         * OrderType
                         * @description How the price of an order is found.
                         * @default market
                         * @enum {string}
                         */
                        orderType: "market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop";
                        quantity: string;
                        /** @default  */
                        reason: string;
                        /** @default 0 */
                        riskScore: number;
                        /**
                         * Side
                         * @description Which way an order or a fill moves the base asset.
                         * @enum {string}
                         */
                        side: "buy" | "sell";
                        /**
                         * OrderStatus
                         * @description The life of an order.
                         *
                         *     INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
                         *     trigger; OPEN and PARTIALLY_FILLED rest.
                         * @enum {string}
                         */
                        status: "inactive" | "pending" | "waiting" | "open" | "partially_filled" | "filled" | "cancelled" | "rejected";
                        /** @default null */
                        stopPrice: string | null;
                        symbol: string;
                        /**
                         * TimeInForce
                         * @description How long an order waits.
                         *
                         *     GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
                         *     or nothing of it.
                         * @default gtc
                         * @enum {string}
                         */
                        timeInForce: "gtc" | "ioc" | "fok" | "gtd";
                        /** Format: date-time */
                        timestamp: string;
                        /** @default null */
                        triggeredAt: string | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_positions_retrieve: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Positions"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_positions_close_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description The account, where it is not an agent's or your own.
                     * @default null
                     */
                    accountId?: string | null;
                    /**
                     * @description The agent whose account it is; without it, your own.
                     * @default null
                     */
                    agentId?: string | null;
                    /**
                     * @description First cancel open sales of the symbol: they reserve what is to be sold.
                     * @default true
                     */
                    cancelSales?: boolean;
                    /**
                     * @description Your own id of the order; the same id again answers the same order.
                     * @default null
                     */
                    clientOrderId?: string | null;
                    /**
                     * @description A part of it; without it, all.
                     * @default null
                     */
                    quantity?: (number | string) | null;
                    /**
                     * @description A pair such as BTC/USD; BTC-USD, BTCUSD and btc-usd mean the same.
                     * @example BTC/USD
                     */
                    symbol: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @default false */
                        cancelRequested: boolean;
                        /** @default  */
                        code: string;
                        executedPrice: string | null;
                        executedQuantity: string;
                        fee: string;
                        /** @default null */
                        goodTill: string | null;
                        /** @default null */
                        groupId: string | null;
                        /** @default null */
                        limitPrice: string | null;
                        /** @default [] */
                        linkedOrders: string[];
                        /** Format: uuid */
                        orderId: string;
                        /**
                         * OrderType
                         * @description How the price of an order is found.
                         * @default market
                         * @enum {string}
                         */
                        orderType: "market" | "limit" | "stop" | "stop_limit" | "take_profit" | "trailing_stop";
                        quantity: string;
                        /** @default  */
                        reason: string;
                        /** @default 0 */
                        riskScore: number;
                        /**
                         * Side
                         * @description Which way an order or a fill moves the base asset.
                         * @enum {string}
                         */
                        side: "buy" | "sell";
                        /**
                         * OrderStatus
                         * @description The life of an order.
                         *
                         *     INACTIVE is an exit whose entry has not filled, PENDING waits for its first match, WAITING for its
                         *     trigger; OPEN and PARTIALLY_FILLED rest.
                         * @enum {string}
                         */
                        status: "inactive" | "pending" | "waiting" | "open" | "partially_filled" | "filled" | "cancelled" | "rejected";
                        /** @default null */
                        stopPrice: string | null;
                        symbol: string;
                        /**
                         * TimeInForce
                         * @description How long an order waits.
                         *
                         *     GTC until cancelled, GTD until a moment of market time; IOC takes what is there when it arrives, FOK all
                         *     or nothing of it.
                         * @default gtc
                         * @enum {string}
                         */
                        timeInForce: "gtc" | "ioc" | "fok" | "gtd";
                        /** Format: date-time */
                        timestamp: string;
                        /** @default null */
                        triggeredAt: string | null;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_price_alerts: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: string | null;
                status?: "all" | "active";
                symbol?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriceAlertOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_price_alerts_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description `crosses` from either side; `change` up or down from the price now.
                     * @enum {string}
                     */
                    condition: "above" | "below" | "crosses" | "change";
                    /**
                     * @description How long one that repeats rests in between.
                     * @default 3600
                     */
                    cooldownSeconds?: number;
                    /**
                     * @description From when on it waits no longer.
                     * @default null
                     */
                    expiresAt?: string | null;
                    /**
                     * @description What to remember then.
                     * @default
                     */
                    note?: string;
                    /**
                     * @description For change.
                     * @default null
                     */
                    percent?: number | string | null;
                    /**
                     * @description For above, below and crosses.
                     * @default null
                     */
                    price?: number | string | null;
                    /**
                     * @description Whether it waits again after it has told.
                     * @default false
                     */
                    repeat?: boolean;
                    /**
                     * @description A pair such as BTC/USD; BTC-USD, BTCUSD and btc-usd mean the same.
                     * @example BTC/USD
                     */
                    symbol: string;
                    /**
                     * @description The venue of these symbols.
                     * @default sim
                     */
                    venue?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        condition: string;
                        cooldownSeconds: number;
                        /** Format: date-time */
                        createdAt: string;
                        expiresAt: string | null;
                        /** Format: uuid */
                        id: string;
                        note: string;
                        percent: string | null;
                        price: string | null;
                        repeats: boolean;
                        restsUntil: string | null;
                        setsOffAbove: string | null;
                        setsOffBelow: string | null;
                        status: string;
                        symbol: string;
                        timesTriggered: number;
                        triggeredAt: string | null;
                        triggeredPrice: string | null;
                        venue: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_price_alerts_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                alert_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        condition: string;
                        cooldownSeconds: number;
                        /** Format: date-time */
                        createdAt: string;
                        expiresAt: string | null;
                        /** Format: uuid */
                        id: string;
                        note: string;
                        percent: string | null;
                        price: string | null;
                        repeats: boolean;
                        restsUntil: string | null;
                        setsOffAbove: string | null;
                        setsOffBelow: string | null;
                        status: string;
                        symbol: string;
                        timesTriggered: number;
                        triggeredAt: string | null;
                        triggeredPrice: string | null;
                        venue: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_risk_limits_retrieve: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_risk_metrics_retrieve: {
        parameters: {
            query?: {
                accountId?: string | null;
                agentId?: string | null;
                bars?: number;
                basis?: "positions" | "equity";
                benchmark?: string | null;
                /** @description The lengths a bar may have. */
                interval?: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
                /** @description By the year, 0.04 for 4 %. */
                riskFreeRate?: number;
            };
            header?: {
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accounts: number;
                        /** Format: date-time */
                        asOf: string;
                        barsLeftOut: number;
                        barsUsed: number;
                        /** @enum {string} */
                        basis: "positions" | "equity";
                        basisSays: string;
                        benchmark: string | null;
                        /**
                         * ConcentrationResult
                         * @description How the equity is spread: its parts by size, what is cash, the largest part.
                         *
                         *     `index` is the sum of the squared weights of positions and cash (Herfindahl): 1 where all is one thing.
                         */
                        concentration: {
                            cashWeight: number | null;
                            index: number | null;
                            largest: number | null;
                            weights: {
                                symbol: string;
                                value: string;
                                venue: string;
                                weight: number | null;
                            }[];
                        };
                        currency: string;
                        definitions: {
                            [key: string]: string;
                        };
                        equity: string;
                        /**
                         * Interval
                         * @description The lengths a bar may have.
                         * @enum {string}
                         */
                        interval: "1s" | "5s" | "15s" | "1m" | "5m" | "15m" | "1h" | "4h" | "1d";
                        losses: {
                            confidence: number;
                            cvar: number;
                            cvarAmount: string;
                            definition: string;
                            /** @enum {string} */
                            method: "historical" | "parametric";
                            var: number;
                            varAmount: string;
                        }[];
                        periodsPerYear: number;
                        /**
                         * RatioResult
                         * @description Ratios of the returns; null where they do not define one. See `definitions`.
                         */
                        ratios: {
                            beta: number | null;
                            cagr: number | null;
                            calmar: number | null;
                            correlation: number | null;
                            maxDrawdown: number | null;
                            sharpe: number | null;
                            sortino: number | null;
                            totalReturn: number | null;
                            volatility: number | null;
                        };
                        riskFreeRate: number;
                        /** Format: date-time */
                        since: string;
                        source: string;
                        /** Format: date-time */
                        until: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_risk_stress_test_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description The account, where it is not an agent's or your own.
                     * @default null
                     */
                    accountId?: string | null;
                    /**
                     * @description The agent whose account it is; without it, your own.
                     * @default null
                     */
                    agentId?: string | null;
                    /**
                     * @description In your own scenario: by how many percent every other price moves.
                     * @default null
                     */
                    others?: (number | string) | null;
                    /**
                     * @description Which named scenarios; all where neither these nor shocks are given.
                     * @default []
                     */
                    scenarios?: ("bitcoin_month_2018" | "bitcoin_peak_to_trough_2018" | "market_falls_10" | "market_falls_30" | "market_falls_50" | "small_coins_collapse" | "bitcoin_alone_falls" | "market_rises_30")[];
                    /**
                     * @description A scenario of your own, asset by asset.
                     * @default []
                     */
                    shocks?: {
                        /** @description A base asset, such as BTC. */
                        asset: string;
                        /** @description By how many percent its price moves. */
                        percent: number | string;
                    }[];
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        accounts: number;
                        /** Format: date-time */
                        asOf: string;
                        cash: string;
                        currency: string;
                        equity: string;
                        scenarios: {
                            basis: string;
                            equityAfter: string;
                            /** @enum {string} */
                            kind: "historical" | "hypothetical" | "own";
                            name: string;
                            percent: string | null;
                            pnl: string;
                            positions: {
                                pnl: string;
                                shock: string;
                                symbol: string;
                                valueAfter: string;
                                valueBefore: string;
                                venue: string;
                            }[];
                            title: string;
                        }[];
                        source: string;
                        worst: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_transfers_correct_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                transfer_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Why, for the ledger. */
                    reason: string;
                    /**
                     * @description A ticket or document that it rests on.
                     * @default
                     */
                    reference?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        amount: string;
                        asset: string;
                        /** Format: uuid */
                        creditAccountId: string;
                        /** Format: uuid */
                        debitAccountId: string;
                        /** Format: uuid */
                        reverses: string;
                        /** Format: uuid */
                        transferId: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_watchlists: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watchlists"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_watchlists_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name: string;
                    /**
                     * @description In their order.
                     * @default []
                     */
                    symbols?: string[];
                    /**
                     * @description The venue of these symbols.
                     * @default sim
                     */
                    venue?: string;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        symbols: {
                            ask: string | null;
                            asOf: string | null;
                            bid: string | null;
                            change24h: string | null;
                            price: string | null;
                            source: string;
                            symbol: string;
                            venue: string;
                        }[];
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_watchlists_destroy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                watchlist_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    trading_watchlists_partial_update: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                watchlist_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description To put at the end.
                     * @default []
                     */
                    add?: string[];
                    /**
                     * @description A new name.
                     * @default null
                     */
                    name?: string | null;
                    /**
                     * @description To take off.
                     * @default []
                     */
                    remove?: string[];
                    /**
                     * @description All of the venue's, in a new order.
                     * @default null
                     */
                    symbols?: string[] | null;
                    /**
                     * @description The venue of these symbols.
                     * @default sim
                     */
                    venue?: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        id: string;
                        name: string;
                        symbols: {
                            ask: string | null;
                            asOf: string | null;
                            bid: string | null;
                            change24h: string | null;
                            price: string | null;
                            source: string;
                            symbol: string;
                            venue: string;
                        }[];
                        /** Format: date-time */
                        updatedAt: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_vaults: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VaultOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    get_vault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                vault_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VaultOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    vaults_deposit_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                vault_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    amount: number | string;
                    /**
                     * @description An asset such as USD.
                     * @default USD
                     * @example USD
                     */
                    asset?: string;
                    /** Format: uuid */
                    vaultId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string;
                        amount: string;
                        asset: string;
                        balance: string;
                        /** Format: uuid */
                        transferId: string;
                        /** Format: uuid */
                        vaultId: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_vault_ledger: {
        parameters: {
            query?: {
                /** @description As answered in `next` or `previous`. */
                cursor?: string;
                /** @description Rows of a page. */
                limit?: number;
            };
            header?: never;
            path: {
                vault_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VaultTransferOutPage"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    list_vault_positions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                vault_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VaultPositionsOut"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    vaults_withdraw_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path: {
                vault_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    amount: number | string;
                    /**
                     * @description An asset such as USD.
                     * @default USD
                     * @example USD
                     */
                    asset?: string;
                    /** Format: uuid */
                    vaultId: string;
                };
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        accountId: string;
                        amount: string;
                        asset: string;
                        balance: string;
                        /** Format: uuid */
                        transferId: string;
                        /** Format: uuid */
                        vaultId: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
    vaults_create_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same key and body get the same answer. */
                "Idempotency-Key"?: string;
                /** @description `respond-async`: answer 202 at once. */
                Prefer?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description The agent it is for; without it, the caller.
                     * @default null
                     */
                    agentId?: string | null;
                };
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: uuid */
                        actorId: string;
                        address: string;
                        addresses: {
                            [key: string]: string;
                        };
                        /** Format: uuid */
                        id: string;
                        status: string;
                    };
                };
            };
            /** @description Not finished yet; see Location. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPending"];
                };
            };
            /** @description Refused */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemOut"];
                };
            };
        };
    };
}

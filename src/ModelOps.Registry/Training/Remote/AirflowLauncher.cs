using System.Text;
using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Training.Remote;

/// <summary>Airflow 3's stable REST API, version 2. An id is <c>dag/run</c>. Our own run id makes a repeated start a 409.</summary>
internal sealed class AirflowLauncher(AirflowOptions options, ISecretSource? secrets, TimeProvider time) : RemoteLauncher(options, secrets, time)
{
    // Airflow cannot cancel a run, only mark it failed; the note tells the two apart.
    private const string CancelledNote = "modelops: cancelled";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile string? _token;

    public override string Name => TrainingLauncherNames.Airflow;

    protected override string Title => "Airflow";

    protected override string TimeLimitPlace => "the DAG (dagrun_timeout)";

    protected override async Task<TrainingJobStatus> GetCoreAsync(string id, CancellationToken cancellationToken)
    {
        ServiceAnswer answer = await SendAsync(new ServiceCall(HttpMethod.Get, RunPath(id)) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { throw NotFound(id); }
        using JsonDocument json = Json($"the state of '{id}'", answer);
        JsonElement run = json.RootElement;
        string raw = run.Text("state") ?? string.Empty;
        bool isCancelled = raw == "failed" && run.Text("note") == CancelledNote;
        return new TrainingJobStatus
        {
            Id = id,
            State = isCancelled ? TrainingJobState.Cancelled : StateOf(raw),
            RawState = raw,
            StartedAt = run.Time("start_date"),
            FinishedAt = run.Time("end_date"),
        };
    }

    public override async Task<TrainingJobLog> LogsAsync(string id, CancellationToken cancellationToken = default)
    {
        ServiceAnswer answer = await SendAsync(new ServiceCall(HttpMethod.Get, RunPath(id) + "/taskInstances?limit=100") { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { throw NotFound(id); }
        using JsonDocument json = Json($"the tasks of '{id}'", answer);
        StringBuilder text = new();
        bool isComplete = true;
        foreach (JsonElement task in Items(json.RootElement.At("task_instances")))
        {
            long attempt = task.Number("try_number") ?? 0;
            if (task.Text("task_id") is not { } name || attempt < 1) { continue; } // has not run
            text.Append("--- ").Append(name).Append(" ---\n");
            isComplete &= await AppendTaskAsync(text, id, name, attempt, task.Number("map_index") ?? -1, cancellationToken).ConfigureAwait(false);
        }

        return Log(text.ToString(), isComplete);
    }

    public override async Task CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        if ((await GetAsync(id, cancellationToken).ConfigureAwait(false)).HasEnded) { return; }
        byte[] body = JsonBody.Object(static json =>
        {
            json.WriteString("state", "failed");
            json.WriteString("note", CancelledNote);
        });
        ServiceCall call = new(HttpMethod.Patch, RunPath(id) + "?update_mask=state&update_mask=note") { Body = body, IsRepeatable = true };
        using JsonDocument _ = await SendJsonAsync($"ending '{id}'", call, cancellationToken).ConfigureAwait(false);
    }

    internal static TrainingJobState StateOf(string raw) => raw switch
    {
        "queued" => TrainingJobState.Pending,
        "running" => TrainingJobState.Running,
        "success" => TrainingJobState.Succeeded,
        "failed" => TrainingJobState.Failed,
        _ => TrainingJobState.Unknown,
    };

    protected override async Task<TrainingJobHandle> StartCoreAsync(TrainingJobSpec spec, string name, CancellationToken cancellationToken)
    {
        byte[] body = JsonBody.Object(json =>
        {
            json.WriteString("dag_run_id", name);
            json.WriteNull("logical_date"); // required, and null for runs that stand for no interval
            WriteParameters(json, "conf", spec);
            if (spec.Reason is { } reason) { json.WriteString("note", reason.Length > 1000 ? reason[..1000] : reason); } // Airflow's limit
        });
        ServiceCall call = new(HttpMethod.Post, $"api/v2/dags/{Segment(spec.Job)}/dagRuns") { Body = body, IsRepeatable = true };
        ServiceAnswer answer = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.Status != 409 && !answer.IsSuccess) { throw Error($"the start of DAG '{spec.Job}'", answer); }
        return new TrainingJobHandle(Name, $"{spec.Job}/{name}", IsNew: answer.Status != 409);
    }

    protected override async ValueTask<string?> TokenAsync(string? refused, CancellationToken cancellationToken)
    {
        if (options.UserName is not { } user) { return await base.TokenAsync(refused, cancellationToken).ConfigureAwait(false); }
        if (_token is { } token && token != refused) { return token; }
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is { } other && other != refused) { return other; }
            string password = (await RequireSecrets().GetAsync(options.PasswordSecret!, cancellationToken).ConfigureAwait(false)).Reveal();
            byte[] body = JsonBody.Object(json =>
            {
                json.WriteString("username", user);
                json.WriteString("password", password);
            });
            const string what = "the login";
            using JsonDocument json = Json(what, await SendOpenAsync(new ServiceCall(HttpMethod.Post, "auth/token") { Body = body, IsRepeatable = true }, cancellationToken).ConfigureAwait(false));
            return _token = json.RootElement.Text("access_token") ?? throw Malformed(what);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> AppendTaskAsync(StringBuilder text, string id, string task, long attempt, long mapIndex, CancellationToken cancellationToken)
    {
        string path = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RunPath(id)}/taskInstances/{Segment(task)}/logs/{attempt}?full_content=true&map_index={mapIndex}");
        ServiceCall call = new(HttpMethod.Get, path) { Headers = [new("Accept", "application/json")], IsRepeatable = true, MaxAnswerBytes = options.MaxLogBytes * 4 };
        ServiceAnswer answer = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.Status is 404 || answer.IsTooLong) { return false; }
        using JsonDocument json = Json($"the log of task '{task}'", answer);

        // Airflow 3 writes structured lines; older workers write texts.
        JsonElement content = json.RootElement.At("content");
        if (content.ValueKind == JsonValueKind.String) { text.Append(content.GetString()).Append('\n'); }
        foreach (JsonElement line in Items(content))
        {
            if ((line.ValueKind == JsonValueKind.String ? line.GetString() : line.Text("event")) is { } written) { text.Append(written).Append('\n'); }
        }

        return true;
    }

    private static IEnumerable<JsonElement> Items(JsonElement array) => array.ValueKind == JsonValueKind.Array ? array.EnumerateArray() : [];

    private string RunPath(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        int slash = id.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? throw NotFound(id) : $"api/v2/dags/{Segment(id[..slash])}/dagRuns/{Segment(id[(slash + 1)..])}";
    }
}

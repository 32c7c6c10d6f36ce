using System.Text;
using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Training.Remote;

/// <summary>Kubeflow Pipelines' API v2beta1. It takes no id of the client, so the display name carries the key: looked for before a start, and again after
/// it, where of two that raced the older stays and the younger is ended.</summary>
internal sealed class KubeflowLauncher(KubeflowOptions options, ISecretSource? secrets, TimeProvider time) : RemoteLauncher(options, secrets, time)
{
    private const string Runs = "apis/v2beta1/runs";

    public override string Name => TrainingLauncherNames.Kubeflow;

    protected override string Title => "Kubeflow Pipelines";

    protected override string TimeLimitPlace => "the pipeline's tasks";

    protected override async Task<TrainingJobStatus> GetCoreAsync(string id, CancellationToken cancellationToken)
    {
        using JsonDocument json = await ReadAsync(id, cancellationToken).ConfigureAwait(false);
        JsonElement run = json.RootElement;
        string raw = run.Text("state") ?? string.Empty;
        return new TrainingJobStatus
        {
            Id = id,
            State = StateOf(raw),
            RawState = raw,
            StartedAt = run.Time("scheduled_at") ?? run.Time("created_at"),
            FinishedAt = run.Time("finished_at") is { Year: > 1970 } end ? end : null, // the epoch stands for none
            Message = Short(run.Text("error", "message")),
        };
    }

    /// <summary>The API serves no logs: one line for each task, with its state and error, is what there is.</summary>
    public override async Task<TrainingJobLog> LogsAsync(string id, CancellationToken cancellationToken = default)
    {
        using JsonDocument json = await ReadAsync(id, cancellationToken).ConfigureAwait(false);
        StringBuilder text = new();
        JsonElement tasks = json.RootElement.At("run_details", "task_details");
        if (tasks.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement task in tasks.EnumerateArray())
            {
                text.Append(task.Text("display_name") ?? task.Text("task_id")).Append(": ").Append(task.Text("state"));
                if (task.Text("error", "message") is { Length: > 0 } error) { text.Append(": ").Append(error); }
                text.Append('\n');
            }
        }

        return Log(text.ToString(), isComplete: false);
    }

    public override async Task CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        if ((await GetAsync(id, cancellationToken).ConfigureAwait(false)).HasEnded) { return; }
        await TerminateAsync(id, cancellationToken).ConfigureAwait(false);
    }

    internal static TrainingJobState StateOf(string raw) => raw switch
    {
        "PENDING" or "PAUSED" or "" or "RUNTIME_STATE_UNSPECIFIED" => TrainingJobState.Pending,
        "RUNNING" or "CANCELING" => TrainingJobState.Running,
        "SUCCEEDED" or "SKIPPED" => TrainingJobState.Succeeded,
        "FAILED" => TrainingJobState.Failed,
        "CANCELED" => TrainingJobState.Cancelled,
        _ => TrainingJobState.Unknown,
    };

    protected override async Task<TrainingJobHandle> StartCoreAsync(TrainingJobSpec spec, string name, CancellationToken cancellationToken)
    {
        if (await OldestAsync(name, cancellationToken).ConfigureAwait(false) is { } known) { return new TrainingJobHandle(Name, known, IsNew: false); }
        string what = $"the start of pipeline '{spec.Job}'";
        string id;
        using (JsonDocument json = await SendJsonAsync(what, new ServiceCall(HttpMethod.Post, Runs) { Body = Body(spec, name) }, cancellationToken).ConfigureAwait(false))
        {
            id = json.RootElement.Text("run_id") ?? throw Malformed(what);
        }

        string oldest = await OldestAsync(name, cancellationToken).ConfigureAwait(false) ?? id;
        if (oldest != id) { await TerminateAsync(id, cancellationToken).ConfigureAwait(false); }
        return new TrainingJobHandle(Name, oldest, IsNew: oldest == id);
    }

    private byte[] Body(TrainingJobSpec spec, string name)
    {
        int slash = spec.Job.IndexOf('/', StringComparison.Ordinal);
        return JsonBody.Object(json =>
        {
            json.WriteString("display_name", name);
            if (spec.Reason is { } reason) { json.WriteString("description", reason); }
            if (options.ExperimentId is { } experiment) { json.WriteString("experiment_id", experiment); }
            if (options.ServiceAccount is { } account) { json.WriteString("service_account", account); }
            json.WriteStartObject("pipeline_version_reference");
            json.WriteString("pipeline_id", slash < 0 ? spec.Job : spec.Job[..slash]);
            if (slash >= 0) { json.WriteString("pipeline_version_id", spec.Job[(slash + 1)..]); }
            json.WriteEndObject();
            json.WriteStartObject("runtime_config");
            json.WriteStartObject("parameters");
            foreach ((string key, string value) in spec.Parameters.OrderBy(static p => p.Key, StringComparer.Ordinal)) { WriteParameter(json, key, value); }
            json.WriteEndObject();
            if (options.PipelineRoot is { } root) { json.WriteString("pipeline_root", root); }
            json.WriteEndObject();
        });
    }

    private void WriteParameter(Utf8JsonWriter json, string key, string value)
    {
        json.WritePropertyName(key);
        if (!options.JsonParameters.Contains(key))
        {
            json.WriteStringValue(value);
            return;
        }

        using JsonDocument parsed = JsonBody.Parse(Encoding.UTF8.GetBytes(value)) ?? throw new ArgumentException($"Parameter '{key}' is not JSON, though the settings name it among {nameof(options.JsonParameters)}.", nameof(value));
        parsed.RootElement.WriteTo(json);
    }

    /// <summary>The first run of a name. Ties of the clock go by id, the same for all who ask.</summary>
    private async Task<string?> OldestAsync(string name, CancellationToken cancellationToken)
    {
        string filter = Uri.EscapeDataString($$"""{"predicates":[{"key":"display_name","operation":"EQUALS","string_value":"{{name}}"}]}""");
        ServiceCall call = new(HttpMethod.Get, $"{Runs}?page_size=100&filter={filter}") { IsRepeatable = true };
        using JsonDocument json = await SendJsonAsync("the search for runs", call, cancellationToken).ConfigureAwait(false);
        JsonElement runs = json.RootElement.At("runs");
        if (runs.ValueKind != JsonValueKind.Array) { return null; }
        return runs.EnumerateArray()
            .Where(run => run.Text("display_name") == name && run.Text("run_id") is not null) // a server that ignores the filter must not mislead
            .Select(static run => (Id: run.Text("run_id")!, At: run.Time("created_at") ?? DateTimeOffset.MaxValue))
            .OrderBy(static run => run.At).ThenBy(static run => run.Id, StringComparer.Ordinal)
            .Select(static run => run.Id).FirstOrDefault();
    }

    private async Task TerminateAsync(string id, CancellationToken cancellationToken)
    {
        ServiceCall call = new(HttpMethod.Post, $"{Runs}/{Segment(id)}:terminate") { IsRepeatable = true };
        ServiceAnswer answer = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess) { throw Error($"ending '{id}'", answer); }
    }

    private async Task<JsonDocument> ReadAsync(string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(id);
        ServiceAnswer answer = await SendAsync(new ServiceCall(HttpMethod.Get, $"{Runs}/{Segment(id)}") { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { throw NotFound(id); }
        return Json($"the state of '{id}'", answer);
    }
}

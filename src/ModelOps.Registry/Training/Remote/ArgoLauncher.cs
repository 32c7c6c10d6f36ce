using System.Text;
using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Training.Remote;

/// <summary>Argo's server API. Our own name of the workflow makes a repeated start a 409.</summary>
internal sealed class ArgoLauncher(ArgoOptions options, ISecretSource? secrets, TimeProvider time) : RemoteLauncher(options, secrets, time)
{
    public override string Name => TrainingLauncherNames.Argo;

    protected override string Title => "Argo Workflows";

    protected override string TimeLimitPlace => "the template (activeDeadlineSeconds)";

    private string Workflows => $"api/v1/workflows/{Segment(options.Namespace)}";

    protected override async Task<TrainingJobStatus> GetCoreAsync(string id, CancellationToken cancellationToken)
    {
        ServiceAnswer answer = await SendAsync(new ServiceCall(HttpMethod.Get, WorkflowPath(id)) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { throw NotFound(id); }
        using JsonDocument json = Json($"the state of '{id}'", answer);
        JsonElement status = json.RootElement.At("status");
        string raw = status.Text("phase") ?? string.Empty;
        TrainingJobState state = StateOf(raw);

        // A workflow that was terminated ends as failed; what it was asked for is part of its specification.
        if (state == TrainingJobState.Failed && json.RootElement.Text("spec", "shutdown") is ("Terminate" or "Stop")) { state = TrainingJobState.Cancelled; }
        return new TrainingJobStatus
        {
            Id = id,
            State = state,
            RawState = raw,
            StartedAt = status.Time("startedAt"),
            FinishedAt = status.Time("finishedAt"),
            Message = state == TrainingJobState.Failed ? Short(status.Text("message")) : null,
        };
    }

    public override async Task<TrainingJobLog> LogsAsync(string id, CancellationToken cancellationToken = default)
    {
        ServiceCall call = new(HttpMethod.Get, WorkflowPath(id) + "/log?logOptions.container=main&logOptions.follow=false")
        {
            IsRepeatable = true,
            MaxAnswerBytes = 64 << 20, // each line carries its pod's name
            CutsAnswer = true,
        };
        ServiceAnswer answer = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { throw NotFound(id); }
        if (!answer.IsSuccess) { throw Error($"the log of '{id}'", answer); }
        StringBuilder text = new();
        bool isComplete = true;
        foreach (string line in Encoding.UTF8.GetString(answer.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument? json = JsonBody.Parse(Encoding.UTF8.GetBytes(line));
            if (json?.RootElement.Text("result", "content") is { } content) { text.Append(content).Append('\n'); }
            else { isComplete = false; } // cut in the middle, or an error of the stream
        }

        return Log(text.ToString(), isComplete);
    }

    public override async Task CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        if ((await GetAsync(id, cancellationToken).ConfigureAwait(false)).HasEnded) { return; }
        byte[] body = JsonBody.Object(json =>
        {
            json.WriteString("namespace", options.Namespace);
            json.WriteString("name", id);
        });
        ServiceAnswer answer = await SendAsync(new ServiceCall(HttpMethod.Put, WorkflowPath(id) + "/terminate") { Body = body, IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess) { throw Error($"ending '{id}'", answer); }
    }

    internal static TrainingJobState StateOf(string raw) => raw switch
    {
        "" or "Pending" => TrainingJobState.Pending, // no phase before the controller has seen it
        "Running" => TrainingJobState.Running,
        "Succeeded" => TrainingJobState.Succeeded,
        "Failed" or "Error" => TrainingJobState.Failed,
        _ => TrainingJobState.Unknown,
    };

    protected override async Task<TrainingJobHandle> StartCoreAsync(TrainingJobSpec spec, string name, CancellationToken cancellationToken)
    {
        byte[] body = JsonBody.Object(json =>
        {
            json.WriteString("namespace", options.Namespace);
            json.WriteString("resourceKind", options.ResourceKind);
            json.WriteString("resourceName", spec.Job);
            json.WriteStartObject("submitOptions");
            json.WriteString("name", name);
            json.WriteStartArray("parameters");
            foreach ((string key, string value) in spec.Parameters.OrderBy(static p => p.Key, StringComparer.Ordinal)) { json.WriteStringValue($"{key}={value}"); }
            json.WriteEndArray();
            if (options.ServiceAccount is { } account) { json.WriteString("serviceAccount", account); }
            json.WriteEndObject();
        });
        ServiceCall call = new(HttpMethod.Post, $"{Workflows}/submit") { Body = body, IsRepeatable = true };
        ServiceAnswer answer = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.Status != 409 && !answer.IsSuccess) { throw Error($"the start of '{spec.Job}'", answer); }
        return new TrainingJobHandle(Name, name, IsNew: answer.Status != 409);
    }

    private string WorkflowPath(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return $"{Workflows}/{Segment(id)}";
    }
}

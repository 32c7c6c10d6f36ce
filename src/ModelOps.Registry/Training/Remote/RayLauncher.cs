using System.Text.Json;
using ModelOps.Registry.Http;
using ModelOps.Registry.Training.Embedded;

namespace ModelOps.Registry.Training.Remote;

/// <summary>Ray's job API. Our own submission id makes a repeated start an error, after which the job that is there is found by it.</summary>
internal sealed class RayLauncher(RayOptions options, ISecretSource? secrets, TimeProvider time) : RemoteLauncher(options, secrets, time)
{
    public override string Name => TrainingLauncherNames.Ray;

    protected override string Title => "Ray";

    protected override string TimeLimitPlace => "the entrypoint itself";

    protected override async Task<TrainingJobStatus> GetCoreAsync(string id, CancellationToken cancellationToken) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw NotFound(id);

    public override async Task<TrainingJobLog> LogsAsync(string id, CancellationToken cancellationToken = default)
    {
        // JSON escapes can double a text; one that is longer still is refused as a whole, since Ray offers no part of it.
        ServiceCall call = new(HttpMethod.Get, $"{JobPath(id)}/logs") { IsRepeatable = true, MaxAnswerBytes = 64 << 20 };
        ServiceAnswer answer = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { throw NotFound(id); }
        using JsonDocument json = Json($"the log of '{id}'", answer);
        return Log(json.RootElement.Text("logs") ?? string.Empty, isComplete: true);
    }

    public override async Task CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        ServiceAnswer answer = await SendAsync(new ServiceCall(HttpMethod.Post, $"{JobPath(id)}/stop") { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { throw NotFound(id); }
        if (!answer.IsSuccess) { throw Error($"ending '{id}'", answer); }
    }

    internal static TrainingJobState StateOf(string raw) => raw switch
    {
        "PENDING" => TrainingJobState.Pending,
        "RUNNING" => TrainingJobState.Running,
        "SUCCEEDED" => TrainingJobState.Succeeded,
        "FAILED" => TrainingJobState.Failed,
        "STOPPED" => TrainingJobState.Cancelled,
        _ => TrainingJobState.Unknown,
    };

    protected override async Task<TrainingJobHandle> StartCoreAsync(TrainingJobSpec spec, string name, CancellationToken cancellationToken)
    {
        if (!options.Entrypoints.TryGetValue(spec.Job, out RayEntrypoint? entrypoint))
        {
            throw new TrainingJobException(
                ModelOpsErrorKind.NotFound,
                TrainingJobErrorCodes.NotFound,
                $"There is no entrypoint '{spec.Job}' (known: {string.Join(", ", options.Entrypoints.Keys)}). Add it to {RayOptions.SectionName}:{nameof(RayOptions.Entrypoints)}.");
        }

        // Looked for first: Ray says that an id is taken with a 400 or a 500 and a stack trace, by version.
        if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is not null) { return new TrainingJobHandle(Name, name, IsNew: false); }
        ServiceAnswer answer = await SendAsync(new ServiceCall(HttpMethod.Post, "api/jobs/") { Body = Body(spec, name, entrypoint) }, cancellationToken).ConfigureAwait(false);
        if (answer.IsSuccess) { return new TrainingJobHandle(Name, name, IsNew: true); }
        bool mayBeThere = answer.Status is 400 or 409 or 0 or >= 500;
        return mayBeThere && await FindAsync(name, cancellationToken).ConfigureAwait(false) is not null
            ? new TrainingJobHandle(Name, name, IsNew: false)
            : throw Error($"the start of '{spec.Job}'", answer);
    }

    private static byte[] Body(TrainingJobSpec spec, string name, RayEntrypoint entrypoint) => JsonBody.Object(json =>
    {
        json.WriteString("entrypoint", entrypoint.Command);
        json.WriteString("submission_id", name);
        if (entrypoint.Cpus is { } cpus) { json.WriteNumber("entrypoint_num_cpus", cpus); }
        if (entrypoint.Gpus is { } gpus) { json.WriteNumber("entrypoint_num_gpus", gpus); }
        if (entrypoint.MemoryBytes is { } bytes) { json.WriteNumber("entrypoint_memory", bytes); }
        json.WriteStartObject("runtime_env");
        if (entrypoint.WorkingDirectory is { } folder) { json.WriteString("working_dir", folder); }
        json.WriteStartObject("env_vars"); // not the command line, which a shell reads
        json.WriteString("MODELOPS_TRAINING_JOB", name);
        if (spec.Model is { } model) { json.WriteString("MODELOPS_TRAINING_MODEL", model); }
        json.WriteString("MODELOPS_TRAINING_PARAMETERS", TrainingSpecJson.Parameters(spec));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("metadata");
        json.WriteString("modelops.job", spec.Job);
        if (spec.Model is { } trained) { json.WriteString("modelops.model", trained); }
        if (spec.Reason is { } reason) { json.WriteString("modelops.reason", reason); }
        json.WriteEndObject();
    });

    private async Task<TrainingJobStatus?> FindAsync(string id, CancellationToken cancellationToken)
    {
        ServiceAnswer answer = await SendAsync(new ServiceCall(HttpMethod.Get, JobPath(id)) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { return null; }
        using JsonDocument json = Json($"the state of '{id}'", answer);
        JsonElement job = json.RootElement;
        string raw = job.Text("status") ?? string.Empty;
        TrainingJobState state = StateOf(raw);
        return new TrainingJobStatus
        {
            Id = id,
            State = state,
            RawState = raw,
            StartedAt = Time(job.Number("start_time")),
            FinishedAt = Time(job.Number("end_time")),
            ExitCode = (int?)job.Number("driver_exit_code"),
            Message = state == TrainingJobState.Failed ? Short(job.Text("message")) : null,
        };
    }

    private string JobPath(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return $"api/jobs/{Segment(id)}";
    }

    private static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is > 0 and < 253_402_300_800_000 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds.Value) : null;
}

using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Training.Remote;

/// <summary>What launchers over HTTP have in common: credentials, errors, and following by asking again.</summary>
internal abstract class RemoteLauncher(RemoteLauncherOptions options, ISecretSource? secrets, TimeProvider time) : ITrainingJobLauncher, IDisposable
{
    private const int MaxMessageLength = 4096;

    private LaunchedJobs? _launched; // nobody counts for a launcher that was made by hand

    private readonly ServiceHttp _http = new(
        new ServiceHttpSettings(options.Address!)
        {
            Timeout = options.Timeout,
            MaxAttempts = options.MaxAttempts,
            RetryDelay = options.RetryDelay,
            Handler = options.Handler,
        },
        time);

    public abstract string Name { get; }

    /// <summary>What people call the scheduler.</summary>
    protected abstract string Title { get; }

    /// <summary>Where a time limit is set, since no scheduler takes one with a run.</summary>
    protected abstract string TimeLimitPlace { get; }

    protected ISecretSource? Secrets => secrets;

    public async Task<TrainingJobHandle> StartAsync(TrainingJobSpec spec, string idempotencyKey, CancellationToken cancellationToken = default)
    {
        TrainingRules.Check(spec, idempotencyKey);
        if (spec.TimeLimit is not null) { throw new ArgumentException($"{Title} takes no time limit with a run. Set it in {TimeLimitPlace}, and leave TimeLimit out.", nameof(spec)); }
        TrainingJobHandle handle = await StartCoreAsync(spec, TrainingRules.NameOf(idempotencyKey), cancellationToken).ConfigureAwait(false);
        _launched?.Launched(handle, spec.Model);
        return handle;
    }

    public async Task<TrainingJobStatus> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        TrainingJobStatus status = await GetCoreAsync(id, cancellationToken).ConfigureAwait(false);
        _launched?.Seen(status);
        return status;
    }

    public IAsyncEnumerable<TrainingJobStatus> WatchAsync(string id, CancellationToken cancellationToken = default) =>
        StatusWatch.FollowAsync(token => GetAsync(id, token), options.PollInterval, options.OutageDuration, time, cancellationToken);

    public abstract Task<TrainingJobLog> LogsAsync(string id, CancellationToken cancellationToken = default);

    public abstract Task CancelAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Counts from now on what is started and seen to end.</summary>
    public void Count(TrainingMetrics metrics) => _launched = new LaunchedJobs(Name, metrics);

    public void Dispose() => _http.Dispose();

    protected abstract Task<TrainingJobStatus> GetCoreAsync(string id, CancellationToken cancellationToken);

    protected abstract Task<TrainingJobHandle> StartCoreAsync(TrainingJobSpec spec, string name, CancellationToken cancellationToken);

    /// <summary>Gets the token to send; null for none.</summary>
    /// <param name="refused">Token that was refused just now; null at first.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    protected virtual async ValueTask<string?> TokenAsync(string? refused, CancellationToken cancellationToken) =>
        options.TokenSecret is { } name ? (await RequireSecrets().GetAsync(name, cancellationToken).ConfigureAwait(false)).Reveal() : options.Token;

    protected async Task<ServiceAnswer> SendAsync(ServiceCall call, CancellationToken cancellationToken)
    {
        string? token = await TokenAsync(null, cancellationToken).ConfigureAwait(false);
        ServiceAnswer answer = await SendAsync(call, token, cancellationToken).ConfigureAwait(false);
        if (answer.Status != 401 || token is null) { return answer; }
        string? next = await TokenAsync(token, cancellationToken).ConfigureAwait(false);
        return next == token ? answer : await SendAsync(call, next, cancellationToken).ConfigureAwait(false);
    }

    private Task<ServiceAnswer> SendAsync(ServiceCall call, string? token, CancellationToken cancellationToken) => _http.SendAsync(
        token is null ? call : call with { Headers = [.. call.Headers, new("Authorization", "Bearer " + token)] }, cancellationToken);

    /// <summary>Sends without credentials.</summary>
    protected Task<ServiceAnswer> SendOpenAsync(ServiceCall call, CancellationToken cancellationToken) => _http.SendAsync(call, cancellationToken);

    /// <exception cref="TrainingJobException">The answer is no success, or not JSON.</exception>
    protected async Task<JsonDocument> SendJsonAsync(string what, ServiceCall call, CancellationToken cancellationToken) =>
        Json(what, await SendAsync(call, cancellationToken).ConfigureAwait(false));

    protected JsonDocument Json(string what, ServiceAnswer answer) => answer.IsSuccess
        ? JsonBody.Parse(answer.Body) ?? throw Malformed(what)
        : throw RemoteErrors.Of(Title, options.Section, what, answer);

    protected TrainingJobException Malformed(string what) => RemoteErrors.Malformed(Title, options.Section, what);

    protected TrainingJobException Error(string what, ServiceAnswer answer) => RemoteErrors.Of(Title, options.Section, what, answer);

    protected ISecretSource RequireSecrets() => secrets ?? throw new InvalidOperationException("There is no ISecretSource. Call AddSecrets().");

    /// <summary>Escapes one part of a path.</summary>
    /// <exception cref="TrainingJobException">It would lead elsewhere.</exception>
    protected string Segment(string part) => part is "" or "." or ".." || part.Any(char.IsControl) ? throw NotFound(part) : Uri.EscapeDataString(part);

    protected TrainingJobException NotFound(string id) => new(
        ModelOpsErrorKind.NotFound, TrainingJobErrorCodes.NotFound, $"{Title} knows no job '{id}'. Check the id, and how long {Title} keeps runs.");

    protected static string? Short(string? message) => message is { Length: > MaxMessageLength } ? message[..MaxMessageLength] : message is { Length: 0 } ? null : message;

    /// <summary>The newest part of a text that is too long.</summary>
    protected TrainingJobLog Log(string text, bool isComplete) => text.Length > options.MaxLogBytes
        ? new TrainingJobLog(text[^options.MaxLogBytes..], false)
        : new TrainingJobLog(text, isComplete);

    protected static void WriteParameters(Utf8JsonWriter json, string name, TrainingJobSpec spec)
    {
        json.WriteStartObject(name);
        foreach ((string key, string value) in spec.Parameters.OrderBy(static p => p.Key, StringComparer.Ordinal)) { json.WriteString(key, value); }
        json.WriteEndObject();
    }
}

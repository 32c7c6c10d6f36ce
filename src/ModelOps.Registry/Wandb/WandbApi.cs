using System.Text;
using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Wandb;

/// <summary>The server's two ends that take JSON: GraphQL, and the stream of a run's files. All that is sent here may be sent again.</summary>
internal sealed class WandbApi(WandbOptions options, ISecretSource? secrets, TimeProvider time) : IDisposable
{
    private readonly ServiceHttp _http = new(
        new ServiceHttpSettings(options.Address)
        {
            Timeout = options.Timeout,
            MaxAttempts = options.MaxAttempts,
            RetryDelay = options.RetryDelay,
            MaxRetryAfter = options.MaxRetryAfter,
            MaxAnswerBytes = 16 << 20,
            Handler = options.Handler,
        },
        time);

    /// <summary>Asks, and gives the member <c>data</c> of the answer.</summary>
    /// <exception cref="WandbException">There is no answer, or it is an error.</exception>
    public async Task<JsonElement> AskAsync(string what, string query, Action<Utf8JsonWriter> variables, CancellationToken cancellationToken)
    {
        byte[] body = JsonBody.Object(json =>
        {
            json.WriteString("query", query);
            json.WriteStartObject("variables");
            variables(json);
            json.WriteEndObject();
        });
        ServiceAnswer answer = await PostAsync("graphql", body, cancellationToken).ConfigureAwait(false);
        if (!answer.IsSuccess) { throw WandbException.Of(what, answer); }
        using JsonDocument? json = JsonBody.Parse(answer.Body);
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root) { throw WandbException.Unusable(what); }
        if (root.At("errors") is { ValueKind: JsonValueKind.Array } errors && errors.GetArrayLength() > 0) { throw WandbException.Refused(what); }
        return root.At("data") is { ValueKind: JsonValueKind.Object } data ? data.Clone() : throw WandbException.Unusable(what);
    }

    /// <summary>Writes lines of a run's files.</summary>
    public Task<ServiceAnswer> StreamAsync(string entity, string project, string run, byte[] body, CancellationToken cancellationToken) => PostAsync(
        $"files/{Uri.EscapeDataString(entity)}/{Uri.EscapeDataString(project)}/{Uri.EscapeDataString(run)}/file_stream", body, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<ServiceAnswer> PostAsync(string path, byte[] body, CancellationToken cancellationToken)
    {
        string key = options.ApiKeySecret is { } name
            ? (await RequireSecrets().GetAsync(name, cancellationToken).ConfigureAwait(false)).Reveal()
            : options.ApiKey!;
        string credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes("api:" + key));
        return await _http.SendAsync(
            new ServiceCall(HttpMethod.Post, path) { Body = body, IsRepeatable = true, Headers = [new("Authorization", "Basic " + credentials)] }, cancellationToken).ConfigureAwait(false);
    }

    private ISecretSource RequireSecrets() => secrets ?? throw new InvalidOperationException("There is no ISecretSource. Call AddSecrets(), or give one.");
}

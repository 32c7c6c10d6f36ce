using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Mlflow.ModelFiles;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>Calls of MLflow's REST API, tried again where that does no harm.</summary>
internal sealed class MlflowApi(MlflowHttp http, MlflowRetry retry, MlflowOptions options, ILogger logger)
{
    private const string Prefix = "/api/2.0/mlflow/";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public MlflowHttp Http => http;

    public MlflowRetry Retry => retry;

    public ILogger Logger => logger;

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken, params IReadOnlyList<(string Key, string? Value)> query) =>
        CallAsync(HttpMethod.Get, Prefix + path + Query(query), null, mayRunTwice: true, cancellationToken);

    /// <summary>Sends a body. What may run twice leaves, done twice, what it leaves done once.</summary>
    public Task<JsonElement> SendAsync(HttpMethod method, string path, Action<Utf8JsonWriter> body, bool mayRunTwice, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> bytes = JsonText.WriteBytes(writer =>
        {
            writer.WriteStartObject();
            body(writer);
            writer.WriteEndObject();
        });
        return CallAsync(method, Prefix + path, bytes, mayRunTwice, cancellationToken);
    }

    public Task<JsonElement> PostAsync(string path, Action<Utf8JsonWriter> body, bool mayRunTwice, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, mayRunTwice, cancellationToken);

    /// <summary>Calls a path below the server's address, query included.</summary>
    public Task<JsonElement> CallAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, bool mayRunTwice, CancellationToken cancellationToken, MediaTypeHeaderValue? type = null) =>
        retry.RunAsync(mayRunTwice, token => TryOnceAsync(method, path, body, type ?? Json, token), cancellationToken);

    public static string Query(IReadOnlyList<(string Key, string? Value)> query)
    {
        string text = string.Join('&', query.Where(static q => q.Value is not null).Select(static q => $"{q.Key}={Uri.EscapeDataString(q.Value!)}"));
        return text.Length == 0 ? "" : "?" + text;
    }

    private async Task<JsonElement> TryOnceAsync(HttpMethod method, string path, ReadOnlyMemory<byte>? body, MediaTypeHeaderValue type, CancellationToken cancellationToken)
    {
        using Deadline deadline = http.Begin(options.Timeout, cancellationToken);
        using HttpRequestMessage request = new(method, http.AddressOf(path));
        if (body is { } bytes)
        {
            request.Content = new ReadOnlyMemoryContent(bytes);
            request.Content.Headers.ContentType = type;
        }

        using HttpResponseMessage answer = await http.SendAsync(request, deadline).ConfigureAwait(false);
        return await http.GuardAsync(() => ReadAsync(answer, deadline.Token), deadline).ConfigureAwait(false);
    }

    private async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode != HttpStatusCode.OK) { throw await MlflowRefusal.ReadAsync(http.Server, answer, http.Now, cancellationToken).ConfigureAwait(false); }
        byte[] bytes = await ReadBoundedAsync(answer, cancellationToken).ConfigureAwait(false);
        try
        {
            JsonElement root = JsonElement.Parse(bytes);
            if (root.ValueKind == JsonValueKind.Object) { return root; }
        }
        catch (JsonException error)
        {
            throw NotJson(answer, error);
        }

        throw NotJson(answer, null);
    }

    private async Task<byte[]> ReadBoundedAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.Content.Headers.ContentLength > options.MaxResponseBytes) { throw TooLarge(); }
        using MemoryStream bytes = new();
        Stream stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] buffer = new byte[16 << 10];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (bytes.Length + read > options.MaxResponseBytes) { throw TooLarge(); }
                bytes.Write(buffer, 0, read);
            }
        }

        return bytes.ToArray();
    }

    private MlflowServerException TooLarge() => MlflowServerException.Unusable(
        http.Server, $"it has more than {options.MaxResponseBytes} bytes. Raise {MlflowOptions.SectionName}:{nameof(MlflowOptions.MaxResponseBytes)} if that is right");

    private MlflowServerException NotJson(HttpResponseMessage answer, JsonException? cause) => MlflowServerException.Unusable(
        http.Server,
        $"it is not a JSON object but '{answer.Content.Headers.ContentType?.MediaType ?? "without a type"}'. Check that {MlflowOptions.SectionName}:{nameof(MlflowOptions.TrackingUri)} is the address of an MLflow server, and that no proxy asks for a log-in",
        (int)answer.StatusCode,
        cause);
}

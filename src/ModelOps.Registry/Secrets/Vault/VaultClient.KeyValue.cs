using System.Globalization;
using System.Text.Json;
using ModelOps.Registry.Http;

namespace ModelOps.Registry.Secrets.Vault;

// The key-value engine, version 2.
public sealed partial class VaultClient
{
    private static readonly HttpMethod ListMethod = new("LIST");

    /// <summary>Reads a secret.</summary>
    /// <param name="path">Path below the mount, e.g. <c>ml/registry</c>.</param>
    /// <param name="version">Version, from 1; null for the newest.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The secret; null when there is none, or when that version was deleted or destroyed.</returns>
    /// <exception cref="ArgumentException">The path is not one.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public async Task<VaultSecret?> ReadAsync(string path, int? version = null, CancellationToken cancellationToken = default)
    {
        string query = version is { } number ? string.Create(CultureInfo.InvariantCulture, $"?version={number}") : string.Empty;
        string what = $"reading '{path}'";
        ServiceAnswer answer = await SendAsync(what, new ServiceCall(HttpMethod.Get, KeyValue("data", path) + query) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { return null; } // a deleted version is a 404 too, with its metadata
        if (!answer.IsSuccess) { throw VaultErrors.Of(what, answer); }
        using JsonDocument json = JsonBody.Parse(answer.Body) ?? throw VaultErrors.Malformed(what);
        JsonElement data = json.RootElement.At("data");
        JsonElement fields = data.At("data");
        if (fields.ValueKind == JsonValueKind.Null) { return null; }
        if (fields.ValueKind != JsonValueKind.Object || data.Number("metadata", "version") is not { } found) { throw VaultErrors.Malformed(what); }
        return new VaultSecret(path, (int)found, data.Time("metadata", "created_time"), fields.EnumerateObject().ToDictionary(
            static field => field.Name,
            static field => field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText()));
    }

    /// <summary>Lists what lies below a path.</summary>
    /// <param name="path">Path below the mount; null for the mount itself.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Names; those of folders end in <c>/</c>. Empty when there is nothing.</returns>
    /// <exception cref="ArgumentException">The path is not one.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(string? path = null, CancellationToken cancellationToken = default)
    {
        string what = $"listing '{path}'";
        ServiceAnswer answer = await SendAsync(what, new ServiceCall(ListMethod, KeyValue("metadata", path)) { IsRepeatable = true }, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 404) { return []; }
        if (!answer.IsSuccess) { throw VaultErrors.Of(what, answer); }
        using JsonDocument json = JsonBody.Parse(answer.Body) ?? throw VaultErrors.Malformed(what);
        JsonElement keys = json.RootElement.At("data", "keys");
        if (keys.ValueKind != JsonValueKind.Array) { throw VaultErrors.Malformed(what); }
        return [.. keys.EnumerateArray().Where(static key => key.ValueKind == JsonValueKind.String).Select(static key => key.GetString()!)];
    }

    /// <summary>Writes a secret as its next version, once the present one is as expected. Not repeated by itself, since an answer may be lost after the write.</summary>
    /// <param name="path">Path below the mount.</param>
    /// <param name="fields">Fields; they replace all that were there.</param>
    /// <param name="expectedVersion">Version it must be at; 0 when it must not exist yet; null writes whatever is there.</param>
    /// <param name="cancellationToken">Ends the call early; the secret may have been written.</param>
    /// <returns>The new version.</returns>
    /// <exception cref="ArgumentException">The path is not one, or there is no field.</exception>
    /// <exception cref="VaultException">Vault refuses or cannot answer; kind <see cref="ModelOpsErrorKind.Conflict"/> when the secret is at another version.</exception>
    public async Task<int> WriteAsync(
        string path, IReadOnlyDictionary<string, string> fields, int? expectedVersion, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count == 0) { throw new ArgumentException("A secret needs at least one field.", nameof(fields)); }
        byte[] body = JsonBody.Object(json =>
        {
            if (expectedVersion is { } version)
            {
                json.WriteStartObject("options");
                json.WriteNumber("cas", version);
                json.WriteEndObject();
            }

            json.WriteStartObject("data");
            foreach ((string name, string value) in fields) { json.WriteString(name, value); }
            json.WriteEndObject();
        });
        string what = $"writing '{path}'";
        using JsonDocument answer = await SendJsonAsync(what, new ServiceCall(HttpMethod.Post, KeyValue("data", path)) { Body = body }, cancellationToken).ConfigureAwait(false);
        return (int)(answer.RootElement.Number("data", "version") ?? throw VaultErrors.Malformed(what));
    }

    private string KeyValue(string part, string? path) =>
        $"v1/{VaultPath.Escape(_options.KeyValueMount, nameof(path))}/{part}" + (path is null ? string.Empty : "/" + VaultPath.Escape(path, nameof(path)));
}

using System.Text.Json;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Mlflow.ModelFiles;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>Sends a large file in parts, to addresses that the server names.</summary>
internal sealed class MultipartUpload(MlflowApi api, MlflowOptions options)
{
    private const int MaxParts = 10_000;

    /// <returns>False when the server takes no parts, or gave up on them: then the file goes as a whole.</returns>
    public async Task<bool> TryRunAsync(string path, string file, long size, CancellationToken cancellationToken)
    {
        long partBytes = Math.Max(options.PartBytes, ((size - 1) / MaxParts) + 1);
        int count = (int)(((size - 1) / partBytes) + 1);
        JsonElement begun;
        try
        {
            begun = await CallAsync("create", path, writer => writer.WriteNumber("num_parts", count), cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowServerException error) when (error.Status is 501 or 404 or 405)
        {
            return false;
        }

        string upload = MlflowJson.Text(begun, "upload_id") ?? throw MlflowServerException.Unusable(api.Http.Server, "an upload in parts has no upload_id");
        JsonElement[] credentials = [.. MlflowJson.List(begun, "credentials")];
        if (credentials.Length != count) { throw MlflowServerException.Unusable(api.Http.Server, $"an upload of {count} parts got {credentials.Length} addresses"); }
        try
        {
            List<(int Number, string Tag, string Url)> parts = [];
            foreach (JsonElement credential in credentials)
            {
                (int number, Uri address) = Read(credential, count);
                long offset = (number - 1) * partBytes;
                KeyValuePair<string, string>[] headers = MlflowJson.Find(credential, "headers") is { ValueKind: JsonValueKind.Object } given
                    ? [.. given.EnumerateObject().Select(static h => KeyValuePair.Create(h.Name, h.Value.ToString()))]
                    : [];
                string tag = await api.Retry.RunAsync(
                    mayRunTwice: true,
                    token => ArtifactUpload.PutAsync(api, options, address, null, headers, file, offset, Math.Min(partBytes, size - offset), token),
                    cancellationToken).ConfigureAwait(false);
                parts.Add((number, tag, address.AbsoluteUri));
            }

            await CallAsync("complete", path, writer => WriteParts(writer, upload, parts), cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MlflowServerException error)
        {
            await TryAbortAsync(path, upload).ConfigureAwait(false);
            api.Logger.MlflowMultipartGivenUp(path, error.ErrorCode ?? error.Code);
            return false;
        }
        catch (OperationCanceledException)
        {
            await TryAbortAsync(path, upload).ConfigureAwait(false);
            throw;
        }
    }

    private static void WriteParts(Utf8JsonWriter writer, string upload, List<(int Number, string Tag, string Url)> parts)
    {
        writer.WriteString("upload_id", upload);
        writer.WriteStartArray("parts");
        foreach ((int number, string tag, string url) in parts)
        {
            writer.WriteStartObject();
            writer.WriteNumber("part_number", number);
            writer.WriteString("etag", tag);
            writer.WriteString("url", url);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private (int Number, Uri Address) Read(JsonElement credential, int count)
    {
        bool isGood = Uri.TryCreate(MlflowJson.Text(credential, "url"), UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && (address.IsLoopback || api.Http.IsOwn(address))));
        return isGood && MlflowJson.Integer(credential, "part_number") is { } number && number >= 1 && number <= count
            ? ((int)number, address!)
            : throw MlflowServerException.Unusable(api.Http.Server, "an upload in parts has an address or a number that is none");
    }

    private async Task TryAbortAsync(string path, string upload)
    {
        try
        {
            await CallAsync("abort", path, writer => writer.WriteString("upload_id", upload), CancellationToken.None).ConfigureAwait(false);
        }
        catch (MlflowServerException)
        {
            // The first error matters; the server forgets unfinished uploads in its own time.
        }
    }

    // The address names the folder, the body the file. To begin an upload twice only leaves one that is never finished.
    private Task<JsonElement> CallAsync(string verb, string path, Action<Utf8JsonWriter> body, CancellationToken cancellationToken)
    {
        int slash = path.LastIndexOf('/');
        string folder = slash < 0 ? "" : "/" + MlflowArtifacts.Escape(path[..slash]);
        ReadOnlyMemory<byte> bytes = JsonText.WriteBytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("path", path[(slash + 1)..]);
            body(writer);
            writer.WriteEndObject();
        });
        return api.CallAsync(HttpMethod.Post, $"{MlflowArtifacts.Prefix}mpu/{verb}{folder}", bytes, mayRunTwice: verb != "complete", cancellationToken);
    }
}

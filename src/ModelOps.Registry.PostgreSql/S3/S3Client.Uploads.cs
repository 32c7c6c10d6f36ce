using System.Globalization;

namespace ModelOps.Registry.PostgreSql.S3;

internal sealed partial class S3Client
{
    /// <summary>Ends uploads in parts that began before a time and that nobody ended: their writer was lost, or the store was when it should have been
    /// told. Their parts take room, and no listing of objects shows them.</summary>
    /// <param name="prefix">Beginning of the keys.</param>
    /// <param name="startedBefore">The time; later ones may still be written.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>How many.</returns>
    public async Task<long> AbortUploadsAsync(string prefix, DateTimeOffset startedBefore, CancellationToken cancellationToken)
    {
        long ended = 0;
        (string Key, string Upload)? marker = null;
        do
        {
            (List<S3Upload> page, (string Key, string Upload)? next) = await ListUploadsAsync(prefix, marker, cancellationToken).ConfigureAwait(false);
            foreach (S3Upload upload in page.Where(u => u.Key.StartsWith(prefix, StringComparison.Ordinal) && u.StartedAt < startedBefore))
            {
                ended += await TryAbortAsync(upload.Key, upload.Id, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }

            marker = next == marker ? null : next; // a store that repeats its marker would never end
        }
        while (marker is not null);
        return ended;
    }

    private async Task<(List<S3Upload> Page, (string Key, string Upload)? Next)> ListUploadsAsync(
        string prefix, (string Key, string Upload)? marker, CancellationToken cancellationToken)
    {
        const string What = "list uploads";
        List<(string Name, string Value)> query = [("uploads", ""), ("prefix", prefix)];
        if (marker is { } from) { query.AddRange([("key-marker", from.Key), ("upload-id-marker", from.Upload)]); }
        using HttpResponseMessage response = await SendAsync(
            new S3Request(What, HttpMethod.Get, string.Empty) { Query = S3Encoding.Query(query) }, cancellationToken).ConfigureAwait(false);
        List<S3Upload> page = [];
        string key = "", upload = "";
        bool isCut = false;
        foreach ((string path, string text) in await ReadLeavesAsync(What, response, cancellationToken).ConfigureAwait(false))
        {
            switch (path)
            {
                case "IsTruncated":
                    isCut = text == "true";
                    break;
                case "NextKeyMarker":
                    key = text;
                    break;
                case "NextUploadIdMarker":
                    upload = text;
                    break;
                case "Upload/Key":
                    page.Add(new S3Upload(text, "", DateTimeOffset.MaxValue));
                    break;
                case "Upload/UploadId" when page.Count > 0:
                    page[^1] = page[^1] with { Id = text };
                    break;
                case "Upload/Initiated" when page.Count > 0 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at):
                    page[^1] = page[^1] with { StartedAt = at };
                    break;
            }
        }

        return (page, isCut && key.Length > 0 ? (key, upload) : null);
    }

    private async Task<bool> TryAbortAsync(string key, string upload, CancellationToken cancellationToken)
    {
        try
        {
            (await SendAsync(
                new S3Request("abort an upload", HttpMethod.Delete, key) { Query = S3Encoding.Query([("uploadId", upload)]) }, cancellationToken).ConfigureAwait(false)).Dispose();
            return true;
        }
        catch (S3Exception error) when (error.Status == 404)
        {
            return false; // it was ended meanwhile
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;

namespace ModelOps.Registry.PostgreSql.S3;

internal sealed partial class S3Client
{
    private const int MaxParts = 10_000;
    private const int PartsAtOnce = 4;

    /// <summary>Stores a long file in parts, some at once. Nothing is stored, and nothing is left behind, when it fails.</summary>
    private async Task PutPartsAsync(string key, FileRange whole, string sha256, S3Condition condition, CancellationToken cancellationToken)
    {
        string upload = await BeginAsync(key, sha256, cancellationToken).ConfigureAwait(false);
        try
        {
            string[] tags = await SendPartsAsync(key, upload, whole, cancellationToken).ConfigureAwait(false);
            await CompleteAsync(key, upload, tags, whole.Length, sha256, condition, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await AbortAsync(key, upload).ConfigureAwait(false);
            throw;
        }
    }

    /// <remarks>Not repeated after a lost answer: that would leave an upload nobody knows of.</remarks>
    private async Task<string> BeginAsync(string key, string sha256, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            new S3Request("begin an upload", HttpMethod.Post, key) { Query = "uploads=", Headers = [(Sha256Header, sha256)], MayRunTwice = false },
            cancellationToken).ConfigureAwait(false);
        return (await ReadLeavesAsync("begin an upload", response, cancellationToken).ConfigureAwait(false)).FirstOrDefault(static l => l.Path == "UploadId").Text is { Length: > 0 } id
            ? id
            : throw S3Exception.Malformed("begin an upload");
    }

    private async Task<string[]> SendPartsAsync(string key, string upload, FileRange whole, CancellationToken cancellationToken)
    {
        long size = Math.Max(_options.PartBytes, (whole.Length + MaxParts - 1) / MaxParts);
        int count = (int)((whole.Length + size - 1) / size);
        string[] tags = new string[count];
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = PartsAtOnce, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                FileRange part = whole with { Offset = i * size, Length = Math.Min(size, whole.Length - (i * size)) };
                tags[i] = await SendPartAsync(key, upload, i + 1, part, token).ConfigureAwait(false);
            }).ConfigureAwait(false);
        return tags;
    }

    private async Task<string> SendPartAsync(string key, string upload, int number, FileRange part, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(
            new S3Request("upload a part", HttpMethod.Put, key)
            {
                Query = S3Encoding.Query([("partNumber", number.ToString(CultureInfo.InvariantCulture)), ("uploadId", upload)]),
                Content = part.ToContent,
                PayloadSha256 = IsUnsigned ? SigV4.UnsignedPayload : await part.Sha256Async(cancellationToken).ConfigureAwait(false),
            },
            cancellationToken).ConfigureAwait(false);
        return response.Headers.ETag?.ToString() ?? throw S3Exception.Malformed("upload a part");
    }

    /// <summary>Puts the parts together. When the answer was lost, or a repeat finds no upload, the object itself tells whether it happened.</summary>
    private async Task CompleteAsync(
        string key, string upload, string[] tags, long length, string sha256, S3Condition condition, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await CompleteOnceAsync(key, upload, tags, condition, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (S3Exception error) when (error.IsTransient || error.StoreCode == "NoSuchUpload")
            {
                S3Object? there = await HeadAsync(key, cancellationToken).ConfigureAwait(false);
                if (there?.Size == length && there.Sha256 == sha256) { return; }
                if (attempt >= _options.MaxRetries || error.StoreCode == "NoSuchUpload") { throw; }
            }
        }
    }

    private async Task CompleteOnceAsync(string key, string upload, string[] tags, S3Condition condition, CancellationToken cancellationToken)
    {
        const string What = "complete an upload";
        StringBuilder list = new("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        for (int i = 0; i < tags.Length; i++)
        {
            list.Append(CultureInfo.InvariantCulture, $"<Part><PartNumber>{i + 1}</PartNumber><ETag>{System.Security.SecurityElement.Escape(tags[i])}</ETag></Part>");
        }

        byte[] body = Encoding.UTF8.GetBytes(list.Append("</CompleteMultipartUpload>").ToString());
        using HttpResponseMessage response = await SendAsync(
            new S3Request(What, HttpMethod.Post, key)
            {
                Query = S3Encoding.Query([("uploadId", upload)]),
                Content = () => new ByteArrayContent(body) { Headers = { ContentType = new("application/xml") } },
                PayloadSha256 = Convert.ToHexStringLower(SHA256.HashData(body)),
                Headers = [.. HeadersOf(condition)],
                MayRunTwice = false,
            },
            cancellationToken).ConfigureAwait(false);
        await ReadLeavesAsync(What, response, cancellationToken).ConfigureAwait(false); // a refusal may come after 200
    }

    private async Task AbortAsync(string key, string upload)
    {
        try
        {
            (await SendAsync(
                new S3Request("abort an upload", HttpMethod.Delete, key) { Query = S3Encoding.Query([("uploadId", upload)]) },
                CancellationToken.None).ConfigureAwait(false)).Dispose();
        }
        catch (S3Exception)
        {
            // The cause is worth more to the caller; garbage collection removes it, or the bucket's rule for unfinished uploads.
        }
    }

    /// <summary>Reads an answer's XML; one whose root is <c>Error</c> is a refusal, whatever its status.</summary>
    private static async Task<List<(string Path, string Text)>> ReadLeavesAsync(string what, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            byte[] body = await S3Xml.ReadBodyAsync(response.Content, cancellationToken).ConfigureAwait(false);
            List<(string Path, string Text)> leaves = S3Xml.Leaves(body, out string root);
            return root == "Error" ? throw S3Exception.Refused(what, S3Xml.Refusal(500, body), null) : leaves;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw S3Exception.Unreachable(what, error);
        }
        catch (XmlException error)
        {
            throw S3Exception.Malformed(what, error);
        }
    }
}

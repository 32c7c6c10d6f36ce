using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>Reads files of the server. A transfer that is cut goes on where it was, when the server can.</summary>
internal sealed class ArtifactDownload(MlflowApi api, MlflowOptions options)
{
    private const int BufferSize = 256 << 10;

    public async Task RunAsync(string path, string target, long maxBytes, CancellationToken cancellationToken)
    {
        FileStream file = new(target, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            await ReadAsync(path, file, maxBytes, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<byte[]> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        using MemoryStream bytes = new();
        await ReadAsync(path, bytes, maxBytes, cancellationToken).ConfigureAwait(false);
        return bytes.ToArray();
    }

    private async Task ReadAsync(string path, Stream target, long maxBytes, CancellationToken cancellationToken)
    {
        EntityTagHeaderValue? tag = null;
        await api.Retry.RunAsync(mayRunTwice: true, Attempt, cancellationToken).ConfigureAwait(false);

        async Task<bool> Attempt(CancellationToken token)
        {
            using Deadline deadline = api.Http.Begin(options.StallTimeout, token);
            using HttpRequestMessage request = new(HttpMethod.Get, api.Http.AddressOf($"{MlflowArtifacts.Prefix}artifacts/{MlflowArtifacts.Escape(path)}"));
            if (target.Length > 0)
            {
                api.Logger.MlflowDownloadResumed(path, target.Length);
                request.Headers.Range = new RangeHeaderValue(target.Length, null);
                if (tag is not null) { request.Headers.IfRange = new RangeConditionHeaderValue(tag); }
            }

            using HttpResponseMessage answer = await api.Http.SendAsync(request, deadline).ConfigureAwait(false);
            tag = answer.Headers.ETag is { IsWeak: false } strong ? strong : null;
            await api.Http.GuardAsync(() => TakeAsync(answer, target, maxBytes, deadline), deadline).ConfigureAwait(false);
            return true;
        }
    }

    private async Task<bool> TakeAsync(HttpResponseMessage answer, Stream target, long maxBytes, Deadline deadline)
    {
        if (answer.StatusCode == HttpStatusCode.OK || answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            target.SetLength(0); // all of it comes, or must be asked for from the beginning
        }

        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) { throw Cut("the file changed while it was read"); }
        if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.PartialContent))
        {
            throw await MlflowRefusal.ReadAsync(api.Http.Server, answer, api.Http.Now, deadline.Token).ConfigureAwait(false);
        }

        if (answer.StatusCode == HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From != target.Length)
        {
            target.SetLength(0);
            throw Cut("another part of the file came than was asked for");
        }

        long? end = target.Length + answer.Content.Headers.ContentLength;
        if (end > maxBytes) { throw TooLarge(maxBytes); }
        Stream content = await answer.Content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            await CopyAsync(content, target, maxBytes, deadline).ConfigureAwait(false);
        }

        return end is null || target.Length == end ? true : throw Cut("the file ended too early");
    }

    private async Task CopyAsync(Stream content, Stream target, long maxBytes, Deadline deadline)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            target.Seek(0, SeekOrigin.End);
            int read;
            while ((read = await content.ReadAsync(buffer, deadline.Token).ConfigureAwait(false)) > 0)
            {
                deadline.Extend();
                if (target.Length + read > maxBytes) { throw TooLarge(maxBytes); }
                await target.WriteAsync(buffer.AsMemory(0, read), deadline.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private MlflowServerException Cut(string reason) => MlflowServerException.Unreachable(api.Http.Server, reason, mayHaveRun: true);

    private MlflowServerException TooLarge(long maxBytes) => MlflowServerException.Unusable(
        api.Http.Server, $"a file has more bytes than the {maxBytes} that may come. Raise {MlflowOptions.SectionName}:{nameof(MlflowOptions.MaxVersionBytes)} if that is right");
}

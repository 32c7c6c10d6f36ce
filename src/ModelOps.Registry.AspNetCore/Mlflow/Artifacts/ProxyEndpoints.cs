using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Files over HTTP, streamed both ways.</summary>
internal sealed class ProxyEndpoints(ProxiedArtifacts artifacts, long maxArtifactBytes)
{
    private const int CopyBytes = 128 << 10;

    public void Map(MlflowRoutes routes)
    {
        routes.ArtifactCall("artifacts", HttpMethods.Get, MlflowPermission.Read, ListAsync);
        routes.Artifacts("artifacts/{**path}", HttpMethods.Get, MlflowPermission.Read, GetAsync);
        routes.Artifacts("artifacts/{**path}", HttpMethods.Put, MlflowPermission.Write, PutAsync);
        routes.Artifacts("artifacts/{**path}", HttpMethods.Delete, MlflowPermission.Manage, DeleteAsync);
    }

    public static string PathOf(HttpContext context)
    {
        string path = ArtifactPaths.Clean(context.GetRouteValue("path") as string);
        string? raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget; // the server resolved '..' before it routed
        return string.IsNullOrEmpty(raw) || !ArtifactPaths.LeavesFolder(raw.Split('?')[0]) ? path : throw ArtifactPaths.Invalid();
    }

    /// <summary>Lets a body be as large as files are, which is more than the server's default.</summary>
    public static void AllowLarge(HttpContext context, long maxBytes)
    {
        if (context.Request.ContentLength > maxBytes) { throw new ArtifactTooLargeException(maxBytes); }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server) { server.MaxRequestBodySize = maxBytes; }
    }

    private async Task ListAsync(MlflowCall call)
    {
        string path = ArtifactPaths.Clean(call.Fields.Text("path"));
        IReadOnlyList<ArtifactEntry> entries = await artifacts.ListAsync(path, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync(writer => writer.WriteList("files"u8, entries, static (w, entry) => ArtifactJson.Write(w, entry, entry.Name))).ConfigureAwait(false);
    }

    public async Task GetAsync(HttpContext context)
    {
        string path = PathOf(context);
        RangeItemHeaderValue? asked = ByteRange.Asked(context.Request);
        ByteRange? range = null;
        if (asked is not null)
        {
            long size = await SizeAsync(path, context.RequestAborted).ConfigureAwait(false);
            range = ByteRange.Of(asked, size);
            if (range is null)
            {
                context.Response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                context.Response.Headers.ContentRange = $"bytes */{size.ToString(CultureInfo.InvariantCulture)}";
                return;
            }
        }

        ArtifactContent content = await artifacts.OpenAsync(path, range?.Offset ?? 0, range?.Length, context.RequestAborted).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            WriteHeaders(context.Response, path, content, range is not null);
            if (!HttpMethods.IsHead(context.Request.Method)) { await CopyAsync(content, context).ConfigureAwait(false); }
        }
    }

    private async Task PutAsync(HttpContext context)
    {
        string path = PathOf(context);
        AllowLarge(context, maxArtifactBytes);
        await artifacts.PutAsync(path, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        await MlflowAnswer.WriteAsync(context, static _ => { }).ConfigureAwait(false);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        string path = PathOf(context);
        if (path.Length == 0) { throw ArtifactPaths.Invalid(); }
        await artifacts.DeleteAsync(path, context.RequestAborted).ConfigureAwait(false);
        await MlflowAnswer.WriteAsync(context, static _ => { }).ConfigureAwait(false);
    }

    private async Task<long> SizeAsync(string path, CancellationToken cancellationToken)
    {
        ArtifactContent content = await artifacts.OpenAsync(path, 0, 0, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false)) { return content.Size; }
    }

    private static void WriteHeaders(HttpResponse response, string path, ArtifactContent content, bool isPart)
    {
        response.ContentType = ArtifactTypes.Of(path);
        response.ContentLength = content.Length;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        ContentDispositionHeaderValue disposition = new("attachment");
        disposition.SetHttpFileName(path[(path.LastIndexOf('/') + 1)..]);
        response.Headers.ContentDisposition = disposition.ToString();
        if (!isPart) { return; }
        response.StatusCode = StatusCodes.Status206PartialContent;
        response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {content.Offset}-{content.Offset + content.Length - 1}/{content.Size}");
    }

    private static async Task CopyAsync(ArtifactContent content, HttpContext context)
    {
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            for (long left = content.Length; left > 0;)
            {
                int read = await content.Stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, CopyBytes)), context.RequestAborted).ConfigureAwait(false);
                if (read == 0) { throw new EndOfStreamException("The file ended before its length."); }
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted).ConfigureAwait(false);
                left -= read;
            }
        }
        finally
        {
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

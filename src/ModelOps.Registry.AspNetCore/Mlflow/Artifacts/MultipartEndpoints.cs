using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Uploads of large files in parts. A client asks for one address a part and puts the parts there without its credentials; each address
/// carries a signature that is good for that part alone.</summary>
internal sealed class MultipartEndpoints(IArtifactStore store, SignedAddresses signed, long maxArtifactBytes, string prefix)
{
    private const string UploadField = "upload_id";
    private const string PartField = "part_number";

    public void Map(MlflowRoutes routes)
    {
        routes.ArtifactCall("mpu/create/{**path}", HttpMethods.Post, MlflowPermission.Write, CreateAsync);
        routes.ArtifactCall("mpu/complete/{**path}", HttpMethods.Post, MlflowPermission.Write, CompleteAsync);
        routes.ArtifactCall("mpu/abort/{**path}", HttpMethods.Post, MlflowPermission.Write, AbortAsync);
        routes.SignedArtifacts("mpu/part/{**path}", HttpMethods.Put, PutPartAsync);
    }

    private async Task CreateAsync(MlflowCall call)
    {
        string path = PathOf(call);
        long parts = call.Fields.Whole("num_parts") ?? 1;
        if (parts is < 1 or > TrackingLimits.MaxUploadParts) { throw MlflowFields.Wrong("num_parts", $"a number from 1 to {TrackingLimits.MaxUploadParts}"); }
        string upload = await store.BeginUploadAsync(path, call.Cancellation).ConfigureAwait(false);
        string address = SignedAddresses.Absolute(call.Context.Request, $"{prefix}/api/2.0/mlflow-artifacts/mpu/part/{path}");
        await call.AnswerAsync(writer =>
        {
            writer.WriteString("upload_id"u8, upload);
            writer.WriteList("credentials"u8, [.. Enumerable.Range(1, (int)parts)], (w, part) =>
            {
                w.WriteString("url"u8, $"{address}{QueryOf(path, upload, part)}");
                w.WriteNumber("part_number"u8, part);
                w.WriteStartObject("headers"u8);
                w.WriteEndObject();
            });
        }).ConfigureAwait(false);
    }

    private async Task PutPartAsync(HttpContext context)
    {
        string path = ProxyEndpoints.PathOf(context);
        string upload = context.Request.Query[UploadField].ToString();
        if (!int.TryParse(context.Request.Query[PartField], NumberStyles.None, CultureInfo.InvariantCulture, out int part)
            || !signed.IsPart(path, upload, part, context.Request.Query[SignedAddresses.TokenField]))
        {
            throw new MlflowRefusedException(MlflowErrorCodes.PermissionDenied, "This address was not given out for this part, or is too old. Begin the upload again.");
        }

        ProxyEndpoints.AllowLarge(context, maxArtifactBytes);
        ArtifactPart written = await store.PutPartAsync(path, upload, part, context.Request.Body, context.RequestAborted).ConfigureAwait(false);
        context.Response.Headers.ETag = written.ETag;
        await MlflowAnswer.WriteAsync(context, static _ => { }).ConfigureAwait(false);
    }

    private async Task CompleteAsync(MlflowCall call)
    {
        ArtifactPart[] parts = [.. call.Fields.Objects("parts").Select(static p => new ArtifactPart(
            p.RequiredWhole(PartField) is >= 1 and <= TrackingLimits.MaxUploadParts and { } number ? (int)number : throw MlflowFields.Wrong(PartField, $"a number from 1 to {TrackingLimits.MaxUploadParts}"),
            p.Required("etag")))];
        await store.CompleteUploadAsync(PathOf(call), call.Fields.Required(UploadField), parts, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task AbortAsync(MlflowCall call)
    {
        await store.AbortUploadAsync(PathOf(call), call.Fields.Required(UploadField), call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private string QueryOf(string path, string upload, int part) => QueryString.Create(
    [
        KeyValuePair.Create<string, string?>(UploadField, upload),
        KeyValuePair.Create<string, string?>(PartField, part.ToString(CultureInfo.InvariantCulture)),
        KeyValuePair.Create<string, string?>(SignedAddresses.TokenField, signed.SignPart(path, upload, part)),
    ]).ToUriComponent();

    /// <summary>The address names the folder, the body the file.</summary>
    private static string PathOf(MlflowCall call)
    {
        string path = ArtifactPaths.Join(ProxyEndpoints.PathOf(call.Context), ArtifactPaths.FileName(call.Fields.Required("path")));
        return RegisteredArtifacts.Owns(path) ? throw RegisteredArtifacts.Unchangeable() : path;
    }
}

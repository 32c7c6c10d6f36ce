using Microsoft.AspNetCore.Http;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Artifacts;

/// <summary>Addresses from which a client reads parts of a large file side by side, without its credentials.</summary>
internal sealed class SignedReadEndpoints(ProxiedArtifacts artifacts, ProxyEndpoints proxy, SignedAddresses signed, string prefix)
{
    public void Map(MlflowRoutes routes)
    {
        foreach (string path in (string[])["mpd/presigned/{**path}", "presigned/{**path}"]) { routes.ArtifactCall(path, HttpMethods.Get, MlflowPermission.Read, SignAsync); }
        routes.SignedArtifacts("mpd/read/{**path}", HttpMethods.Get, ReadAsync);
    }

    private async Task SignAsync(MlflowCall call)
    {
        string path = ProxyEndpoints.PathOf(call.Context);
        ArtifactContent content = await artifacts.OpenAsync(path, 0, 0, call.Cancellation).ConfigureAwait(false); // there is such a file
        await content.DisposeAsync().ConfigureAwait(false);
        string address = SignedAddresses.Absolute(call.Context.Request, $"{prefix}/api/2.0/mlflow-artifacts/mpd/read/{path}");
        await call.AnswerAsync(writer =>
        {
            writer.WriteString("url"u8, address + QueryString.Create(SignedAddresses.TokenField, signed.SignRead(path)).ToUriComponent());
            writer.WriteStartObject("headers"u8);
            writer.WriteEndObject();
            writer.WriteNumber("file_size"u8, content.Size);
        }).ConfigureAwait(false);
    }

    private Task ReadAsync(HttpContext context) => signed.IsRead(ProxyEndpoints.PathOf(context), context.Request.Query[SignedAddresses.TokenField])
        ? proxy.GetAsync(context)
        : throw new MlflowRefusedException(MlflowErrorCodes.PermissionDenied, "This address was not given out for this file, or is too old. Ask for another.");
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow;

/// <summary>Maps calls at all paths that clients use, each with the policy its permission needs.</summary>
internal sealed class MlflowRoutes(IEndpointRouteBuilder endpoints, MlflowBoundary boundary, MlflowRequestReader reader, MlflowApiOptions options)
{
    /// <summary>Clients take the first of the paths they know, the web interface the ones beginning with <c>ajax-api</c>.</summary>
    private static readonly string[] Roots = ["api/2.0/mlflow", "ajax-api/2.0/mlflow", "api/3.0/mlflow", "ajax-api/3.0/mlflow"];

    private static readonly string[] ArtifactRoots = ["api/2.0/mlflow-artifacts", "ajax-api/2.0/mlflow-artifacts"];

    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public void Get(string path, Func<MlflowCall, Task> handler, MlflowPermission permission = MlflowPermission.Read) =>
        Map(Roots, path, Reading, permission, WithFields(handler));

    /// <summary>A search: some clients POST it, some GET it.</summary>
    public void Search(string path, Func<MlflowCall, Task> handler) =>
        Map(Roots, path, [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post], MlflowPermission.Read, WithFields(handler));

    public void Post(string path, Func<MlflowCall, Task> handler, MlflowPermission permission = MlflowPermission.Write) =>
        Map(Roots, path, [HttpMethods.Post], permission, WithFields(handler));

    public void Patch(string path, Func<MlflowCall, Task> handler, MlflowPermission permission = MlflowPermission.Write) =>
        Map(Roots, path, [HttpMethods.Patch], permission, WithFields(handler));

    public void Delete(string path, Func<MlflowCall, Task> handler, MlflowPermission permission = MlflowPermission.Manage) =>
        Map(Roots, path, [HttpMethods.Delete], permission, WithFields(handler));

    /// <summary>A path of the artifact proxy, whose bodies are files.</summary>
    public void Artifacts(string path, string method, MlflowPermission permission, RequestDelegate handler) =>
        Map(ArtifactRoots, path, HttpMethods.IsGet(method) ? Reading : [method], permission, handler);

    /// <summary>A path of the artifact proxy with fields in JSON.</summary>
    public void ArtifactCall(string path, string method, MlflowPermission permission, Func<MlflowCall, Task> handler) =>
        Artifacts(path, method, permission, WithFields(handler));

    /// <summary>A path of the artifact proxy that nobody needs to log in for, since the handler asks for a signature of ours.</summary>
    public void SignedArtifacts(string path, string method, RequestDelegate handler)
    {
        foreach (string root in ArtifactRoots) { endpoints.MapMethods($"{root}/{path}", [method], boundary.Around(handler)).AllowAnonymous(); }
    }

    public void Fallback()
    {
        foreach (string root in (string[])[.. Roots, .. ArtifactRoots])
        {
            endpoints.MapFallback($"{root}/{{**path}}", boundary.Around(static context => throw new MlflowRefusedException(
                MlflowErrorCodes.EndpointNotFound, $"The server has no endpoint {context.Request.Method} {context.Request.Path}."))).RequireAuthorization();
        }
    }

    private RequestDelegate WithFields(Func<MlflowCall, Task> handler) =>
        async context => await handler(new MlflowCall(context, await reader.ReadAsync(context).ConfigureAwait(false))).ConfigureAwait(false);

    private void Map(string[] roots, string path, string[] methods, MlflowPermission permission, RequestDelegate handler)
    {
        RequestDelegate guarded = boundary.Around(handler);
        foreach (string root in roots)
        {
            IEndpointConventionBuilder endpoint = endpoints.MapMethods($"{root}/{path}", methods, guarded);
            if (PolicyFor(permission) is { } policy) { endpoint.RequireAuthorization(policy); }
            else { endpoint.RequireAuthorization(); }
        }
    }

    private string? PolicyFor(MlflowPermission permission) => permission switch
    {
        MlflowPermission.Read => options.ReadPolicy,
        MlflowPermission.Write => options.WritePolicy,
        _ => options.ManagePolicy ?? options.WritePolicy,
    };
}

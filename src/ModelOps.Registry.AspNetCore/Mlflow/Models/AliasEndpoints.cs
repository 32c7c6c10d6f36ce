using ModelOps.Registry.AspNetCore.Mlflow.Wire;

namespace ModelOps.Registry.AspNetCore.Mlflow.Models;

/// <summary>Aliases: names that point at a version.</summary>
internal sealed class AliasEndpoints(IModelRegistry registry)
{
    private const string Latest = "latest";

    public void Map(MlflowRoutes routes)
    {
        routes.Get("registered-models/alias", GetAsync);
        routes.Post("registered-models/alias", SetAsync);
        routes.Delete("registered-models/alias", DeleteAsync, MlflowPermission.Write);
    }

    private async Task GetAsync(MlflowCall call)
    {
        (string name, string alias) = (call.Fields.ModelName(), call.Fields.Required("alias"));
        RegisteredVersion version = await registry.GetVersionAsync(name, await NumberOfAsync(name, alias, call.Cancellation).ConfigureAwait(false), call.Cancellation).ConfigureAwait(false);
        await ModelVersionEndpoints.AnswerAsync(call, version).ConfigureAwait(false);
    }

    private async Task SetAsync(MlflowCall call)
    {
        string alias = call.Fields.Required("alias");
        if (alias.Equals(Latest, StringComparison.OrdinalIgnoreCase)) { throw MlflowRefusedException.Invalid($"'{Latest}' alias name (case insensitive) is reserved."); }
        AliasMove move = new()
        {
            Model = call.Fields.ModelName(),
            Alias = alias,
            Number = LatestVersions.NumberOf(call.Fields.Required("version")),
            Actor = call.Actor,
        };
        await registry.MoveAliasAsync(move, call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        (string name, string alias) = (call.Fields.ModelName(), call.Fields.Required("alias"));
        await registry.RemoveAliasAsync(name, alias, cancellationToken: call.Cancellation).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async ValueTask<long> NumberOfAsync(string name, string alias, CancellationToken cancellationToken)
    {
        try
        {
            ModelReference reference = alias.Equals(Latest, StringComparison.OrdinalIgnoreCase) ? ModelReference.ToModel(name) : ModelReference.ToAlias(name, alias);
            return (await registry.ResolveAsync(reference, cancellationToken).ConfigureAwait(false)).Number;
        }
        catch (ModelVersionNotFoundException missing)
        {
            throw MlflowRefusedException.Invalid($"Registered model alias {alias} not found.", missing); // 400 as in the original, not 404
        }
    }
}

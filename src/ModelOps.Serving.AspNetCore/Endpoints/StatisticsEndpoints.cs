using Microsoft.AspNetCore.Http;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal sealed class StatisticsEndpoints(IInferenceClient client, IModelHost host)
{
    public Task GetAllAsync(HttpContext context) => WriteAsync(context, host.GetStatistics());

    public async Task GetAsync(HttpContext context)
    {
        ModelReference model = RouteReferences.Read(context);
        IReadOnlyList<ModelStatistics> statistics = host.GetStatistics(model.Name);
        if (model.Version is null && model.Alias is null)
        {
            await WriteAsync(context, statistics).ConfigureAwait(false);
            return;
        }

        string? version = model.Alias is { } alias
            ? host.Models.FirstOrDefault(m => m.Name == model.Name && m.Aliases.Contains(alias))?.Version
            : await FindVersionAsync(model, statistics, context.RequestAborted).ConfigureAwait(false);
        ModelStatistics[] one = [.. statistics.Where(s => s.Version == version)];
        if (one.Length == 0) { throw new ModelVersionNotFoundException(model, [.. statistics.Select(static s => s.Version)]); }
        await WriteAsync(context, one).ConfigureAwait(false);
    }

    /// <summary>The version that a version or a running number names.</summary>
    private async ValueTask<string?> FindVersionAsync(ModelReference model, IReadOnlyList<ModelStatistics> statistics, CancellationToken cancellationToken)
    {
        if (statistics.Any(s => s.Version == model.Version)) { return model.Version; }
        foreach (ModelStatistics candidate in statistics)
        {
            ModelReference reference = ModelReference.ToVersion(model.Name, candidate.Version);
            ModelMetadata metadata = await client.GetMetadataAsync(reference, cancellationToken).ConfigureAwait(false);
            if (metadata.Properties.GetValueOrDefault("number") == model.Version) { return candidate.Version; }
        }

        return null;
    }

    private Task WriteAsync(HttpContext context, IReadOnlyList<ModelStatistics> statistics) => JsonAnswer.WriteAsync(
        context.Response, writer => StatisticsJson.Write(writer, statistics, host.Models), context.RequestAborted);
}

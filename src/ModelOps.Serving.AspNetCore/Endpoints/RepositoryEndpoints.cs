using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.AspNetCore.Diagnostics;
using ModelOps.Serving.AspNetCore.Repository;
using ModelOps.Serving.AspNetCore.Wire;

namespace ModelOps.Serving.AspNetCore.Endpoints;

internal sealed class RepositoryEndpoints(ModelRepository repository, RequestBodies bodies, ILogger logger)
{
    public async Task LoadAsync(HttpContext context)
    {
        string model = NameOf(context);
        ModelLoadOrder order = await bodies.ReadAsync(context, LoadRequestReader.ReadLoad).ConfigureAwait(false);
        logger.ModelLoadRequested(model, order.Files.Count);
        await repository.LoadAsync(model, order, context.RequestAborted).ConfigureAwait(false);
        await WriteEmptyAsync(context).ConfigureAwait(false);
    }

    public async Task UnloadAsync(HttpContext context)
    {
        string model = NameOf(context);
        await bodies.ReadAsync(context, LoadRequestReader.ReadUnload).ConfigureAwait(false);
        logger.ModelUnloadRequested(model);
        await repository.UnloadAsync(model, context.RequestAborted).ConfigureAwait(false);
        await WriteEmptyAsync(context).ConfigureAwait(false);
    }

    // Checked before it is logged: a name that is none could hold anything.
    private static string NameOf(HttpContext context) => ModelReference.ToModel((string)context.Request.RouteValues["model"]!).Name;

    private static Task WriteEmptyAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context.Response,
        static writer =>
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
        },
        context.RequestAborted);
}

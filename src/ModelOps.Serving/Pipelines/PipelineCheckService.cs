using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Pipelines;

/// <summary>Derives each pipeline's signature once its models answer, so that steps that do not fit together are told before the first call.</summary>
internal sealed class PipelineCheckService(
    PipelineCatalog catalog, IServiceProvider services, TimeProvider timeProvider, ILogger<PipelineCheckService> logger) : BackgroundService
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(catalog.Graphs.Select(graph => CheckAsync(graph.Definition.Name, stoppingToken)));

    private async Task CheckAsync(string pipeline, CancellationToken cancellationToken)
    {
        IInferenceClient client = services.GetRequiredService<IInferenceClient>(); // not built where there is no pipeline
        ModelReference reference = ModelReference.ToModel(pipeline);
        while (true)
        {
            try
            {
                if (await client.IsReadyAsync(reference, cancellationToken).ConfigureAwait(false))
                {
                    ModelMetadata metadata = await client.GetMetadataAsync(reference, cancellationToken).ConfigureAwait(false);
                    logger.PipelineReady(pipeline, metadata.Signature.ToString());
                    return;
                }
            }
            catch (ModelSignatureMismatchException e)
            {
                logger.PipelineMismatch(pipeline, e);
                return;
            }
            catch (ModelOpsException)
            {
                // A model went away between the two questions.
            }

            await Task.Delay(PollInterval, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}

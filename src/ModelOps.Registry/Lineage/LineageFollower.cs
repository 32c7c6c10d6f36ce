using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Governance;

namespace ModelOps.Registry.Lineage;

/// <summary>Tells what happens in the registry, from where it stopped the last time.</summary>
internal sealed class LineageFollower(
    IOptions<LineageOptions> options, IModelRegistry registry, VersionGovernance governance, LineageSpool spool, LineageOutlet outlet, ILogger logger, TimeProvider time)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan delay = options.Value.RetryDelay;
        while (true)
        {
            long position = 0;
            try
            {
                position = await spool.ReadPositionAsync(LineageSpool.Position, cancellationToken).ConfigureAwait(false);
                await foreach (RegistryEvent change in registry.WatchAsync(position, cancellationToken).ConfigureAwait(false))
                {
                    foreach (LineageEvent entry in await TellAsync(change, cancellationToken).ConfigureAwait(false))
                    {
                        while (!await outlet.WriteAsync(entry, cancellationToken).ConfigureAwait(false)) { await Task.Delay(options.Value.RetryDelay, time, cancellationToken).ConfigureAwait(false); }
                    }

                    position = change.Sequence;
                    await spool.WritePositionAsync(LineageSpool.Position, position, cancellationToken).ConfigureAwait(false);
                    delay = options.Value.RetryDelay;
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                logger.LineageInterrupted(position, delay, error);
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < options.Value.MaxRetryDelay ? delay * 2 : options.Value.MaxRetryDelay;
        }
    }

    private async Task<IReadOnlyList<LineageEvent>> TellAsync(RegistryEvent change, CancellationToken cancellationToken)
    {
        switch (change.Kind)
        {
            case RegistryEventKind.VersionRegistered when await FindAsync(change, cancellationToken).ConfigureAwait(false) is { } version:
                return LineageEvents.FromTraining(version, await governance.FindTrainingAsync(version, cancellationToken).ConfigureAwait(false));
            case RegistryEventKind.AliasMoved or RegistryEventKind.AliasRemoved:
                return LineageEvents.FromAlias(change, await FindAsync(change, cancellationToken).ConfigureAwait(false));
            case RegistryEventKind.VersionDeleted:
                return LineageEvents.FromDeletion(change);
            default:
                return [];
        }
    }

    /// <summary>The version; null when it, or its model, was deleted or renamed since.</summary>
    private async Task<ModelVersion?> FindAsync(RegistryEvent change, CancellationToken cancellationToken)
    {
        try
        {
            return await registry.ResolveAsync(ModelReference.ToVersion(change.Model, change.Number.ToString(CultureInfo.InvariantCulture)), cancellationToken).ConfigureAwait(false);
        }
        catch (ModelOpsException error) when (error.Kind == ModelOpsErrorKind.NotFound)
        {
            return null;
        }
    }
}

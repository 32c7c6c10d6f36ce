using ModelOps.Registry.Artifacts;
using ModelOps.Registry.Audit;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Gc;

namespace ModelOps.Registry.Core;

internal sealed partial class RegistryCore
{
    public async Task<GarbageReport> CollectGarbageAsync(GarbageOptions? options = null, CancellationToken cancellationToken = default)
    {
        GarbageOptions rules = options ?? new GarbageOptions();
        if (rules.MinimumAge < TimeSpan.FromMinutes(1) || rules.GracePeriod < TimeSpan.Zero || rules.KeepDeletedFor < TimeSpan.Zero)
        {
            throw new ArgumentException(
                $"{nameof(rules.MinimumAge)} must be at least a minute, {nameof(rules.GracePeriod)} and {nameof(rules.KeepDeletedFor)} not negative.", nameof(options));
        }

        try
        {
            GarbageReport report = await new GarbageCollector(database, blobs, packages, timeProvider).RunAsync(rules, cancellationToken).ConfigureAwait(false);
            if (!report.DryRun) { logger.GarbageCollected(report.Removed.Count, report.Removed.Bytes, report.Marked.Count, report.PackagesRemoved.Count); }
            return report;
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }

    public Task<LogVerification> VerifyLogAsync(RegistryCheckpoint? checkpoint = null, CancellationToken cancellationToken = default) =>
        new LogVerifier(checkpoint is null ? [] : [checkpoint]).RunAsync(database, null, cancellationToken);

    public Task<LogVerification> VerifyLogAsync(IReadOnlyList<RegistryCheckpoint> checkpoints, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        return new LogVerifier(checkpoints).RunAsync(database, null, cancellationToken);
    }

    public Task<LogVerification> VerifyLogSinceAsync(RegistryCheckpoint known, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(known);
        return known.Sequence >= 0 && Digest.IsDigest(known.ChainDigest)
            ? LogVerifier.RunSinceAsync(database, known, cancellationToken)
            : throw new ArgumentException("The checkpoint has no digest of a chain. Take it from a verification of the log.", nameof(known));
    }

    public async Task<RegistryVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            RegistryVerification result = await new RegistryVerifier(database, blobs).RunAsync(cancellationToken).ConfigureAwait(false);
            foreach (RegistryProblem problem in result.Problems) { logger.ProblemFound(problem.Kind, problem.Subject, problem.Message); }
            return result;
        }
        catch (Exception error) when (StorageErrors.IsStorage(error))
        {
            throw StorageErrors.Translate(error);
        }
    }
}

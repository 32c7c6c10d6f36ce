using Microsoft.Extensions.Logging;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving.Caching;

/// <summary>The answers of one generation of a model. Its number is in every question, so no generation is ever answered for by another.</summary>
internal sealed class CacheScope(ModelGeneration generation, CacheBalance balance, ILogger logger)
{
    private static long s_last;
    private volatile bool _isUsable;

    public long Id { get; } = Interlocked.Increment(ref s_last);

    public ModelGeneration Generation { get; } = generation;

    public CacheBalance Balance { get; } = balance;

    /// <summary>Whether answers may be kept: the same question always has the same answer. False until that is known.</summary>
    public bool IsUsable => _isUsable;

    /// <summary>What is the same on all hosts that give the same answers; null when answers are not shared.</summary>
    public byte[]? SharedIdentity { get; private set; }

    /// <summary>Finds out whether answers may be kept; calls go by the cache meanwhile.</summary>
    public async Task ExamineAsync(bool isShared)
    {
        await Task.Yield();
        try
        {
            if (GenerationExamination.FindRandomOperator(Generation) is { } random)
            {
                logger.ModelNotCached(Generation.Model, Generation.Version, random);
                return;
            }

            SharedIdentity = isShared ? await GenerationExamination.IdentifyAsync(Generation).ConfigureAwait(false) : null;
            _isUsable = true;
        }
        catch (Exception e)
        {
            logger.CacheExaminationFailed(Generation.Model, Generation.Version, e);
        }
    }
}

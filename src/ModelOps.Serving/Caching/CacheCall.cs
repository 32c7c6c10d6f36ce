namespace ModelOps.Serving.Caching;

/// <summary>A call that memory has no answer to: where its answer belongs, and who waits for it.</summary>
internal sealed class CacheCall(ModelCache cache, CacheScope scope, UInt128 hash, byte[]? questionDigest, long start)
{
    public ModelCache Cache => cache;

    public CacheScope Scope => scope;

    public UInt128 Hash => hash;

    /// <summary>For the shared tier; null when the answer is not to be shared.</summary>
    public byte[]? QuestionDigest => questionDigest;

    public long Start => start;

    /// <summary>What others wait at; null when another question of the same hash is there.</summary>
    public Flight? Flight { get; set; }

    /// <summary>When the model was asked.</summary>
    public long RunStart { get; set; }
}

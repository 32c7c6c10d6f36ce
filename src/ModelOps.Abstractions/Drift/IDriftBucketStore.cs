namespace ModelOps;

/// <summary>Keeps what replicas saw, so that windows span all of them and outlive each.</summary>
/// <remarks>Implementations are thread-safe. Where several processes may use one store at once, it says so.</remarks>
public interface IDriftBucketStore
{
    /// <summary>Largest content of a bucket, in bytes.</summary>
    int MaxBytes { get; }

    /// <summary>Keeps buckets. One with the sequence of a kept one, or a lower one, changes nothing.</summary>
    /// <param name="buckets">The buckets.</param>
    /// <param name="cancellationToken">Ends the call early; some may be kept then.</param>
    /// <returns>A task that ends when all are kept.</returns>
    /// <exception cref="ArgumentException">A bucket's content is larger than <see cref="MaxBytes"/>, or a name is not valid.</exception>
    /// <exception cref="DriftBucketStoreException">The store cannot be reached or cannot write.</exception>
    Task PutAsync(IReadOnlyList<DriftBucket> buckets, CancellationToken cancellationToken = default);

    /// <summary>Reads buckets, each with its highest sequence, by start, then replica, then epoch.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The buckets. Content that the store finds damaged is left out and logged.</returns>
    /// <exception cref="DriftBucketStoreException">The store cannot be reached.</exception>
    Task<IReadOnlyList<DriftBucket>> ReadAsync(DriftBucketQuery query, CancellationToken cancellationToken = default);

    /// <summary>Forgets buckets of a model that start before a time.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="before">The time, in UTC.</param>
    /// <param name="cancellationToken">Ends the call early; some may be forgotten then.</param>
    /// <returns>A task that ends when they are forgotten.</returns>
    /// <exception cref="DriftBucketStoreException">The store cannot be reached or cannot write.</exception>
    Task RemoveBeforeAsync(string model, DateTimeOffset before, CancellationToken cancellationToken = default);
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Buckets;

/// <summary>Keeps drift buckets in a folder, a file for each. Any number of processes may use one folder at once.</summary>
/// <remarks>A file is written aside, flushed and renamed, so that it is there whole or not at all whoever is killed; it has a checksum, and is never changed.
/// Thread-safe. It holds nothing open.</remarks>
public sealed class FolderDriftBuckets : IDriftBucketStore
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private readonly TimeSpan _retention;
    private readonly TimeProvider _time;
    private readonly BucketFolders _folders;
    private readonly BucketFileReader _reader;
    private readonly BucketFileWriter _writer;
    private long _nextSweep;

    /// <summary>Makes the store; its folder is made with the first bucket.</summary>
    /// <param name="options">Settings; read now, not kept in step.</param>
    /// <param name="timeProvider">Clock of the retention; null for the system's.</param>
    /// <param name="logger">Is told of damaged files; null for nobody.</param>
    /// <exception cref="OptionsValidationException">A setting is not valid; the message names its key, the value found and the mend.</exception>
    public FolderDriftBuckets(FolderDriftBucketsOptions options, TimeProvider? timeProvider = null, ILogger<FolderDriftBuckets>? logger = null)
    {
        FolderDriftBucketsOptionsValidator.Ensure(options);
        _retention = options.Retention;
        _time = timeProvider ?? TimeProvider.System;
        _folders = new BucketFolders(Path.GetFullPath(options.Path));
        _reader = new BucketFileReader((ILogger?)logger ?? NullLogger.Instance);
        _writer = new BucketFileWriter(_folders, _reader);
    }

    /// <inheritdoc/>
    public int MaxBytes => DriftBucketLimits.MaxBytes;

    /// <inheritdoc/>
    public async Task PutAsync(IReadOnlyList<DriftBucket> buckets, CancellationToken cancellationToken = default)
    {
        DriftBucketRules.Check(buckets, MaxBytes);
        try
        {
            foreach (DriftBucket bucket in buckets) { await _writer.WriteAsync(bucket, cancellationToken).ConfigureAwait(false); }
        }
        catch (Exception error) when (BucketStorageErrors.IsStorage(error))
        {
            throw BucketStorageErrors.Translate(error);
        }

        Sweep();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DriftBucket>> ReadAsync(DriftBucketQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!NameRules.IsModel(query.Model)) { return []; }
        try
        {
            DriftBucketSet found = new();
            foreach ((string hour, _) in BucketFolders.Hours(_folders.Model(query.Model), query.From, query.To))
            {
                await _reader.ReadAsync(hour, query, found, cancellationToken).ConfigureAwait(false);
            }

            return found.ToSorted();
        }
        catch (Exception error) when (BucketStorageErrors.IsStorage(error))
        {
            throw BucketStorageErrors.Translate(error);
        }
    }

    /// <inheritdoc/>
    public Task RemoveBeforeAsync(string model, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!NameRules.IsModel(model)) { return Task.CompletedTask; }
        try
        {
            BucketRemoval.RemoveBefore(_folders.Model(model), before, cancellationToken);
            return Task.CompletedTask;
        }
        catch (Exception error) when (BucketStorageErrors.IsStorage(error))
        {
            throw BucketStorageErrors.Translate(error);
        }
    }

    /// <summary>Once an hour, removes what is older than is kept, and what killed processes left unfinished.</summary>
    private void Sweep()
    {
        DateTimeOffset now = _time.GetUtcNow();
        long due = Interlocked.Read(ref _nextSweep);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweep, (now + SweepEvery).UtcTicks, due) != due) { return; }
        try
        {
            BucketRemoval.RemoveUnfinished(_folders.Unfinished);
            foreach (string model in _folders.Models()) { BucketRemoval.RemoveBefore(model, now - _retention, CancellationToken.None); }
        }
        catch (Exception error) when (BucketStorageErrors.IsStorage(error))
        {
            // What was put is kept; what is too old is removed an hour later.
        }
    }
}

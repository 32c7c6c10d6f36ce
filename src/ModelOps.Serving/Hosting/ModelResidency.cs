using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <summary>Keeps the memory of loaded models within its bound: unloads what is lazy and was idle longest before something is loaded. Thread-safe.</summary>
/// <remarks>Called by a model without its lock; calls models' locks with its own held.</remarks>
internal sealed class ModelResidency(IOptions<ServingOptions> options, ServingMetrics metrics)
{
    // What was measured may be another thread's: a model takes at least a tenth of its files (mapped weights) and at most eight times them.
    private const double LeastGrowth = 0.1;
    private const double MostGrowth = 8;
    private const long SessionBytes = 1 << 20; // and what a session takes besides
    private readonly ConcurrentDictionary<ModelGeneration, HostedModel> _residents = [];
    private readonly ConcurrentDictionary<string, double> _growths = new(StringComparer.Ordinal); // memory over file size, by model
    private readonly Lock _lock = new();
    private long _bytes; // reserved bytes included

    /// <summary>Bytes of what is loaded or being loaded.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    public long? Limit => options.Value.MaxResidentBytes;

    /// <summary>What a package will take: its size, in the proportion that the model showed when it was loaded last.</summary>
    public long Estimate(ModelPackage package) => (long)(SizeOf(package) * _growths.GetValueOrDefault(package.Model, 1));

    /// <summary>Sets memory aside, making room if need be and possible.</summary>
    /// <param name="bytes">How much.</param>
    /// <returns>False when what is in use or must stay leaves no room; nothing was unloaded then.</returns>
    public bool TryReserve(long bytes)
    {
        lock (_lock)
        {
            if (Limit is { } limit && !TryMakeRoom(limit - bytes)) { return false; }
            Interlocked.Add(ref _bytes, bytes);
            return true;
        }
    }

    public void Release(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    /// <summary>Turns a reservation into a resident of known size.</summary>
    public void Add(ModelGeneration generation, HostedModel owner, long reserved, long measured)
    {
        long size = SizeOf(generation.Package);
        generation.Bytes = Math.Clamp(measured, (long)(size * LeastGrowth), (long)(size * MostGrowth) + SessionBytes);
        if (size > 0) { _growths[owner.Name] = (double)generation.Bytes / size; }
        Interlocked.Add(ref _bytes, generation.Bytes - reserved);
        _residents[generation] = owner;
        metrics.ResidentBytesChanged(generation.Bytes, owner.Name);
        if (Limit is not { } limit || Bytes <= limit) { return; }
        lock (_lock) { TryMakeRoom(limit, keep: generation); }
    }

    public void Remove(ModelGeneration generation)
    {
        if (!_residents.TryRemove(generation, out HostedModel? owner)) { return; }
        Interlocked.Add(ref _bytes, -generation.Bytes);
        metrics.ResidentBytesChanged(-generation.Bytes, owner.Name);
    }

    private bool TryMakeRoom(long most, ModelGeneration? keep = null)
    {
        if (Bytes <= most) { return true; }
        KeyValuePair<ModelGeneration, HostedModel>[] idle =
        [
            .. _residents.Where(r => r.Value.Settings.IsEvictable && r.Key.IsIdle && !ReferenceEquals(r.Key, keep)).OrderBy(static r => r.Key.LastUsed),
        ];
        if (keep is null && Bytes - idle.Sum(static r => r.Key.Bytes) > most) { return false; }
        foreach ((ModelGeneration generation, HostedModel owner) in idle)
        {
            if (Bytes <= most) { break; }
            if (owner.TryEvict(generation)) { metrics.Evicted(owner.Name); }
        }

        return Bytes <= most;
    }

    private static long SizeOf(ModelPackage package)
    {
        long bytes = 0;
        foreach (string file in package.Files)
        {
            FileInfo info = new(Path.Combine(package.Directory, file));
            if (info.Exists) { bytes += info.Length; }
        }

        return bytes;
    }
}

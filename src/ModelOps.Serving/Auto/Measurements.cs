using System.Collections.Concurrent;

namespace ModelOps.Serving.Auto;

/// <summary>What was measured of models, each by its newest measurement. Thread-safe.</summary>
/// <remarks>The time of a call follows from the operators and the sizes of the weights. A model trained anew mostly has the same of both, which shows in its
/// signature and in the length of its files; they are not read for it.</remarks>
internal sealed class Measurements
{
    private const int MostModels = 1_000;
    private const double MostGrowth = 1.25;
    private readonly ConcurrentDictionary<string, Measurement> _byModel = new(StringComparer.Ordinal);

    /// <summary>What was measured of an earlier version that was much the same; null when it must be measured.</summary>
    public Measurement? Find(ModelPackage package, ModelSignature signature)
    {
        if (!_byModel.TryGetValue(package.Model, out Measurement? known) || !known.Signature.Equals(signature)) { return null; }
        long bytes = CountBytes(package);
        return bytes <= known.Bytes * MostGrowth && known.Bytes <= bytes * MostGrowth ? known : null;
    }

    public void Keep(ModelPackage package, ModelSignature signature, IReadOnlyList<BatchBucket> buckets)
    {
        if (_byModel.Count >= MostModels) { _byModel.Clear(); }
        _byModel[package.Model] = new Measurement(package.Version, signature, CountBytes(package), buckets);
    }

    private static long CountBytes(ModelPackage package) => package.Files.Sum(file => new FileInfo(Path.Combine(package.Directory, file)).Length);
}

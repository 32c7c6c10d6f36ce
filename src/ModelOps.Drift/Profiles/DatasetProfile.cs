namespace ModelOps.Drift.Profiles;

/// <summary>Profiles of the features of a data set. Immutable and safe to share between threads.</summary>
/// <remarks>The profile of the training data is stored with the model version; profiles of traffic are built over its bins, on as many
/// machines as there are, and merged.</remarks>
public sealed class DatasetProfile
{
    private readonly FeatureProfile[] _features;

    internal DatasetProfile(IEnumerable<FeatureProfile> features)
    {
        _features = [.. features.OrderBy(static feature => feature.Name, StringComparer.Ordinal)];
    }

    /// <summary>Features in ordinal order of their names.</summary>
    public IReadOnlyList<FeatureProfile> Features => _features;

    /// <summary>Finds a feature.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its profile; null if there is none.</returns>
    public FeatureProfile? Find(string name) => Array.Find(_features, feature => feature.Name == name);

    /// <summary>The profile of both data sets together. A feature that only one has is kept as it is.</summary>
    /// <param name="other">Profile over the same bins.</param>
    /// <returns>A new profile. Exact: any order of merging gives the same counts and moments to the last bit.</returns>
    /// <exception cref="ArgumentException">A feature counts over different bins in the two.</exception>
    public DatasetProfile Merge(DatasetProfile other)
    {
        ArgumentNullException.ThrowIfNull(other);
        var features = _features.ToDictionary(static feature => feature.Name, StringComparer.Ordinal);
        foreach (FeatureProfile feature in other._features)
        {
            features[feature.Name] = features.TryGetValue(feature.Name, out FeatureProfile? mine) ? mine.Merge(feature) : feature;
        }

        return new DatasetProfile(features.Values);
    }
}

namespace ModelOps.Drift.Profiles;

/// <summary>Builds a <see cref="DatasetProfile"/> from columns. Not safe for use by several threads at once: build one profile each and merge.</summary>
public sealed class DatasetProfileBuilder
{
    private readonly Dictionary<string, FeatureProfile> _features = new(StringComparer.Ordinal);
    private readonly DatasetProfile? _reference;
    private readonly int _maxEdges;
    private readonly int _maxCategories;

    /// <summary>Begins the profile of reference data, such as the training set: bins and categories are chosen from it.</summary>
    /// <param name="maxEdges">Most edges of a numeric feature, 3 to <see cref="NumericFeatureProfile.MaxEdges"/>.</param>
    /// <param name="maxCategories">Most named categories of a categorical feature, 1 to <see cref="CategoricalFeatureProfile.MaxCategories"/>;
    /// the commonest keep their names.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public DatasetProfileBuilder(int maxEdges = NumericFeatureProfile.MaxEdges, int maxCategories = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxEdges, 3);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxEdges, NumericFeatureProfile.MaxEdges);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCategories, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxCategories, CategoricalFeatureProfile.MaxCategories);
        _maxEdges = maxEdges;
        _maxCategories = maxCategories;
    }

    /// <summary>Begins the profile of current data over the bins and categories of a reference.</summary>
    /// <param name="reference">The reference profile.</param>
    public DatasetProfileBuilder(DatasetProfile reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _reference = reference;
    }

    /// <summary>Adds values of a numeric feature.</summary>
    /// <param name="name">Name of the feature.</param>
    /// <param name="values">Values; NaN counts as missing, infinities as non-finite. Used during the call only.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The reference has no such feature or another kind; or, without a reference, the feature was
    /// added before (its bins are chosen from the whole column, so pass it at once).</exception>
    public DatasetProfileBuilder AddNumeric(string name, ReadOnlySpan<double> values)
    {
        NumericFeatureProfile bins = _reference is null ? NewNumeric(name, values) : FindBins<NumericFeatureProfile>(name);
        return Add(bins.Observe(values));
    }

    /// <inheritdoc cref="AddNumeric(string, ReadOnlySpan{double})"/>
    public DatasetProfileBuilder AddNumeric(string name, ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertTruncating(values, wide);
        return AddNumeric(name, wide);
    }

    /// <summary>Adds the reference values of a numeric feature, to be counted between given thresholds instead of quantiles: those that a forest compares the feature
    /// with make the profile count what the model can tell apart.</summary>
    /// <param name="name">Name of the feature.</param>
    /// <param name="values">Values, as in the other overloads.</param>
    /// <param name="thresholds">Thresholds, finite and ascending; a value at one lies above it. Of more than fit beside the range of the values (254 at the default)
    /// those stay that split the values most evenly. None: only what lies outside the range is counted apart.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The builder has a reference, whose bins are fixed; the feature was added before; or the thresholds are not finite and ascending.</exception>
    public DatasetProfileBuilder AddNumeric(string name, ReadOnlySpan<double> values, ReadOnlySpan<double> thresholds)
    {
        if (_reference is not null) { throw new ArgumentException("The bins of a builder with a reference are the reference's. Leave the thresholds out.", nameof(thresholds)); }
        CheckNew(name);
        ThresholdEdges.Check(thresholds);
        return Add(new NumericFeatureProfile(name, ThresholdEdges.Choose(values, thresholds, _maxEdges)).Observe(values));
    }

    /// <summary>Adds values of a categorical feature.</summary>
    /// <param name="name">Name of the feature.</param>
    /// <param name="values">Values, compared ordinally; null counts as missing. Read twice when there is no reference.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">As for a numeric feature.</exception>
    public DatasetProfileBuilder AddCategorical(string name, IReadOnlyCollection<string?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        CategoricalFeatureProfile bins = _reference is null ? NewCategorical(name, values) : FindBins<CategoricalFeatureProfile>(name);
        return Add(bins.Observe(values));
    }

    /// <summary>Makes the profile; the builder may go on.</summary>
    /// <returns>The profile of what was added. With a reference, its features without a value are there too, empty.</returns>
    public DatasetProfile Build() => new(_reference is null
        ? _features.Values
        : _reference.Features.Select(feature => _features.GetValueOrDefault(feature.Name) ?? feature.Empty()));

    private DatasetProfileBuilder Add(FeatureProfile profile)
    {
        _features[profile.Name] = _features.TryGetValue(profile.Name, out FeatureProfile? before) ? before.Merge(profile) : profile;
        return this;
    }

    private NumericFeatureProfile NewNumeric(string name, ReadOnlySpan<double> values)
    {
        CheckNew(name);
        double[] edges = QuantileEdges.Choose(values, _maxEdges);
        return new NumericFeatureProfile(name, edges);
    }

    private CategoricalFeatureProfile NewCategorical(string name, IReadOnlyCollection<string?> values)
    {
        CheckNew(name);
        string[] categories = CategoricalFeatureProfile.Choose(values, _maxCategories);
        return new CategoricalFeatureProfile(name, categories, new long[categories.Length + 1], 0);
    }

    private void CheckNew(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (_features.ContainsKey(name))
        {
            throw new ArgumentException(
                $"Feature '{name}' was added already. Its bins are chosen from the whole column: pass the reference column at once.", nameof(name));
        }
    }

    private TProfile FindBins<TProfile>(string name)
        where TProfile : FeatureProfile => _reference!.Find(name) switch
        {
            TProfile found => found,
            null => throw new ArgumentException(
                $"The reference profile has no feature '{name}'. Leave the feature out, or profile the reference again with it.", nameof(name)),
            { Kind: var kind } => throw new ArgumentException($"Feature '{name}' of the reference profile is {kind}. Add it as such.", nameof(name)),
        };
}

namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>Sketches of chosen features beside their exact profile: quantiles, how many different values, frequent categories, and a sample of rows. Not safe
/// for use by several threads at once: merge one each.</summary>
/// <remarks>Numbers of different values and the sample merge exactly: any sharding gives the same. Quantiles and frequent categories merge within the errors
/// that they tell.</remarks>
public sealed class SketchAccumulator
{
    private readonly KllSketch[] _quantiles;
    private readonly HyperLogLog[] _distinct;
    private readonly HeavyHitters[] _categories;
    private readonly BottomKSample? _sample;

    /// <summary>Begins empty sketches.</summary>
    /// <param name="schema">Which features, and how large.</param>
    /// <param name="shard">Number of the shard: each draws coins of its own.</param>
    /// <exception cref="ArgumentException">The schema is not valid; the message says why.</exception>
    public SketchAccumulator(SketchSchema schema, ulong shard = 0)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (schema.Problem() is { } problem) { throw new ArgumentException($"The sketches cannot be made: {problem}.", nameof(schema)); }
        Schema = schema;
        _quantiles = [.. schema.Numbers.Select((_, i) => new KllSketch(schema.QuantileSize, SplitMix64.Mix(shard + ((ulong)i * SplitMix64.Gamma))))];
        _distinct = [.. Enumerable.Range(0, schema.Numbers.Count + schema.Categories.Count).Select(static _ => new HyperLogLog())];
        _categories = [.. schema.Categories.Select(_ => new HeavyHitters(schema.CategoryPlaces))];
        _sample = schema.SampleSize == 0 ? null : new BottomKSample(schema.SampleSize, schema.Numbers.Count, schema.SampleSeed);
    }

    private SketchAccumulator(SketchSchema schema, KllSketch[] quantiles, HyperLogLog[] distinct, HeavyHitters[] categories, BottomKSample? sample) =>
        (Schema, _quantiles, _distinct, _categories, _sample) = (schema, quantiles, distinct, categories, sample);

    /// <summary>Which features, and how large.</summary>
    public SketchSchema Schema { get; }

    /// <summary>The sample of rows; null if the schema asks for none.</summary>
    public BottomKSample? Sample => _sample;

    /// <summary>Adds a row of numbers, where the schema asks for no sample.</summary>
    /// <param name="row">One value for each of the schema's numbers, in their order; NaN and infinities are left out.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">The schema asks for a sample, which needs the row's key.</exception>
    public void Add(ReadOnlySpan<double> row)
    {
        if (_sample is not null) { throw new InvalidOperationException("The schema asks for a sample of rows. Add each row with its key."); }
        AddNumbers(row);
    }

    /// <summary>Adds a row of numbers.</summary>
    /// <param name="row">One value for each of the schema's numbers, in their order; NaN and infinities are left out of the sketches, and kept in the sample.</param>
    /// <param name="key">What tells the row from all others, such as a hash of the request's id; a key that was seen before is left out of the sample.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public void Add(ReadOnlySpan<double> row, ulong key)
    {
        AddNumbers(row);
        _sample?.Add(key, row);
    }

    /// <summary>Adds a value of a feature of names.</summary>
    /// <param name="feature">Its place in the schema's categories.</param>
    /// <param name="value">The category.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such feature.</exception>
    public void AddCategory(int feature, ReadOnlySpan<char> value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(feature, _categories.Length);
        _categories[feature].Add(value);
        _distinct[_quantiles.Length + feature].Add(value);
    }

    /// <summary>Quantiles of a feature of numbers.</summary>
    /// <param name="feature">Its name.</param>
    /// <returns>The sketch itself, not a copy; null if there is no such feature.</returns>
    public KllSketch? Quantiles(string feature) => At(Schema.Numbers, feature) is >= 0 and int at ? _quantiles[at] : null;

    /// <summary>How many different values a feature has.</summary>
    /// <param name="feature">Its name, of either kind.</param>
    /// <returns>The sketch itself, not a copy; null if there is no such feature.</returns>
    public HyperLogLog? DistinctValues(string feature) =>
        At(Schema.Numbers, feature) is >= 0 and int number ? _distinct[number] : At(Schema.Categories, feature) is >= 0 and int category ? _distinct[_quantiles.Length + category] : null;

    /// <summary>The commonest categories of a feature. Texts as they came, so treat them as data.</summary>
    /// <param name="feature">Its name.</param>
    /// <returns>The list itself, not a copy; null if there is no such feature.</returns>
    public HeavyHitters? FrequentCategories(string feature) => At(Schema.Categories, feature) is >= 0 and int at ? _categories[at] : null;

    /// <summary>Adds all that other sketches saw.</summary>
    /// <param name="other">Sketches of the same schema; unchanged.</param>
    /// <exception cref="ArgumentException">The schemas differ.</exception>
    public void Merge(SketchAccumulator other)
    {
        CheckFit(other);
        for (int i = 0; i < _quantiles.Length; i++) { _quantiles[i].Merge(other._quantiles[i]); }
        for (int i = 0; i < _distinct.Length; i++) { _distinct[i].Merge(other._distinct[i]); }
        for (int i = 0; i < _categories.Length; i++) { _categories[i].Merge(other._categories[i]); }
        if (_sample is { } sample) { sample.Merge(other._sample!); }
    }

    /// <summary>Compares each feature of numbers with the reference's, by Kolmogorov and Smirnov.</summary>
    /// <param name="reference">Sketches of the reference, of the same schema.</param>
    /// <returns>An interval for each feature, in the schema's order.</returns>
    /// <exception cref="ArgumentException">The schemas differ.</exception>
    public IReadOnlyList<FeatureSketchDrift> Compare(SketchAccumulator reference)
    {
        CheckFit(reference);
        return [.. Schema.Numbers.Select((name, i) => new FeatureSketchDrift(name, SketchKolmogorovSmirnov.Compare(reference._quantiles[i], _quantiles[i])))];
    }

    /// <summary>Writes the sketches; equal sketches give equal bytes.</summary>
    /// <returns>The binary form, with a checksum. With a sample it holds raw values.</returns>
    public byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.RowSketches);
        WriteNames(writer, Schema.Numbers);
        WriteNames(writer, Schema.Categories);
        writer.WriteCount(Schema.QuantileSize);
        writer.WriteCount(Schema.CategoryPlaces);
        writer.WriteCount(Schema.SampleSize);
        writer.Write(Schema.SampleSeed);
        foreach (KllSketch quantiles in _quantiles) { WritePart(writer, quantiles.Write()); }
        foreach (HyperLogLog distinct in _distinct) { WritePart(writer, distinct.Write()); }
        foreach (HeavyHitters categories in _categories) { WritePart(writer, categories.Write()); }
        if (_sample is not null) { WritePart(writer, _sample.Write()); }
        return writer.Finish();
    }

    /// <summary>Reads sketches; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <returns>The sketches.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such sketches, are damaged, or exceed the limits.</exception>
    public static SketchAccumulator Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PayloadReader(bytes, PayloadKind.RowSketches);
        SketchSchema schema = new()
        {
            Numbers = ReadNames(ref reader),
            Categories = ReadNames(ref reader),
            QuantileSize = reader.SmallCount(KllSketch.MaxK),
            CategoryPlaces = reader.SmallCount(HeavyHitters.MaxCapacity),
            SampleSize = reader.SmallCount(BottomKSample.MaxSize),
            SampleSeed = reader.UInt64(),
        };
        PayloadReader.Require(schema.Problem() is null, "its schema is not valid");
        var quantiles = new KllSketch[schema.Numbers.Count];
        for (int i = 0; i < quantiles.Length; i++) { quantiles[i] = KllSketch.Read(ReadPart(ref reader)); }
        var distinct = new HyperLogLog[schema.Numbers.Count + schema.Categories.Count];
        for (int i = 0; i < distinct.Length; i++) { distinct[i] = HyperLogLog.Read(ReadPart(ref reader)); }
        var categories = new HeavyHitters[schema.Categories.Count];
        for (int i = 0; i < categories.Length; i++) { categories[i] = HeavyHitters.Read(ReadPart(ref reader)); }
        BottomKSample? sample = schema.SampleSize == 0 ? null : BottomKSample.Read(ReadPart(ref reader));
        reader.End();
        bool fits = Array.TrueForAll(quantiles, sketch => sketch.K == schema.QuantileSize) && Array.TrueForAll(categories, list => list.Capacity == schema.CategoryPlaces)
            && (sample is null || (sample.Size, sample.Width, sample.Seed) == (schema.SampleSize, schema.Numbers.Count, schema.SampleSeed));
        PayloadReader.Require(fits, "its sketches are not of its schema");
        return new SketchAccumulator(schema, quantiles, distinct, categories, sample);
    }

    private static int At(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name) { return i; }
        }

        return -1;
    }

    private static void WriteNames(PayloadWriter writer, IReadOnlyList<string> names)
    {
        writer.WriteCount(names.Count);
        foreach (string name in names) { writer.WriteText(name); }
    }

    private static string[] ReadNames(ref PayloadReader reader)
    {
        int count = reader.SmallCount(SketchSchema.MaxFeatures);
        List<string> names = [];
        for (int i = 0; i < count; i++) { names.Add(reader.SmallText(DriftProfileFile.MaxBytes)); }
        return [.. names];
    }

    private static void WritePart(PayloadWriter writer, byte[] part)
    {
        writer.WriteCount(part.Length);
        writer.WriteBytes(part);
    }

    private static ReadOnlySpan<byte> ReadPart(ref PayloadReader reader) => reader.Bytes(reader.SmallCount(DriftProfileFile.MaxBytes));

    private void AddNumbers(ReadOnlySpan<double> row)
    {
        if (row.Length != _quantiles.Length) { throw new ArgumentException($"The row has {row.Length} values, {_quantiles.Length} were expected.", nameof(row)); }
        for (int i = 0; i < row.Length; i++)
        {
            _quantiles[i].Add(row[i]);
            _distinct[i].Add(row[i]);
        }
    }

    private void CheckFit(SketchAccumulator other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Schema.Equals(other.Schema)) { throw new ArgumentException("The sketches are of different schemas. Make both with one.", nameof(other)); }
    }
}

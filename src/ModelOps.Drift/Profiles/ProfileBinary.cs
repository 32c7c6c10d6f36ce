namespace ModelOps.Drift.Profiles;

/// <summary>The binary form of a profile: features in the order of their names, counts in as few bytes as they need, edges in four bytes where four tell them.</summary>
internal static class ProfileBinary
{
    private const int MaxNameLength = 512;
    private const byte Categories = 0;
    private const byte Edges = 1;
    private const byte ShortEdges = 2;

    internal static byte[] Write(DatasetProfile profile)
    {
        var writer = new PayloadWriter(PayloadKind.Profile);
        writer.WriteCount(profile.Features.Count);
        foreach (FeatureProfile feature in profile.Features)
        {
            writer.WriteText(feature.Name);
            if (feature is NumericFeatureProfile numeric) { WriteEdges(writer, numeric.Edges); }
            else { WriteCategories(writer, (CategoricalFeatureProfile)feature); }
            foreach (long count in feature.Counts) { writer.WriteCount(count); }
            writer.WriteCount(feature.MissingCount);
            if (feature is NumericFeatureProfile values) { WriteMoments(writer, values); }
        }

        return writer.Finish();
    }

    internal static DatasetProfile Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PayloadReader(bytes, PayloadKind.Profile);
        int count = reader.SmallCount(DriftProfileFile.MaxFeatures);
        var features = new List<FeatureProfile>();
        for (int i = 0; i < count; i++)
        {
            string name = reader.SmallText(MaxNameLength);
            PayloadReader.Require(name.Length > 0, "a name is empty");
            PayloadReader.Require(i == 0 || string.CompareOrdinal(features[^1].Name, name) < 0, "its features must ascend by name");
            byte kind = reader.Bytes(1)[0];
            PayloadReader.Require(kind <= ShortEdges, "a feature is of no known kind");
            features.Add(kind == Categories ? ReadCategorical(ref reader, name) : ReadNumeric(ref reader, name, kind));
        }

        reader.End();
        return new DatasetProfile(features);
    }

    private static void WriteCategories(PayloadWriter writer, CategoricalFeatureProfile feature)
    {
        writer.WriteByte(Categories);
        writer.WriteCount(feature.Categories.Count);
        foreach (string category in feature.Categories) { writer.WriteText(category); }
    }

    // The last edge is the next number after the largest value, which four bytes never tell.
    private static void WriteEdges(PayloadWriter writer, ReadOnlySpan<double> edges)
    {
        bool isShort = AreShort(edges);
        writer.WriteByte(isShort ? ShortEdges : Edges);
        writer.WriteCount(edges.Length);
        for (int i = 0; i < edges.Length; i++)
        {
            if (isShort && i < edges.Length - 1) { writer.Write(BitConverter.SingleToUInt32Bits((float)edges[i])); }
            else { writer.Write(edges[i]); }
        }
    }

    private static bool AreShort(ReadOnlySpan<double> edges)
    {
        for (int i = 0; i < edges.Length - 1; i++)
        {
            if (BitConverter.DoubleToUInt64Bits((float)edges[i]) != BitConverter.DoubleToUInt64Bits(edges[i])) { return false; }
        }

        return edges.Length > 1;
    }

    private static void WriteMoments(PayloadWriter writer, NumericFeatureProfile feature)
    {
        writer.WriteCount(feature.NonFiniteCount);
        if (feature.Count == 0) { return; }
        writer.WriteCount(feature.Sums.Clamped);
        writer.Write((ulong)feature.Sums.Sum);
        writer.Write((ulong)(feature.Sums.Sum >> 64));
        writer.Write((ulong)feature.Sums.Squares);
        writer.Write((ulong)(feature.Sums.Squares >> 64));
        writer.Write(feature.Min);
        writer.Write(feature.Max);
    }

    private static CategoricalFeatureProfile ReadCategorical(ref PayloadReader reader, string name)
    {
        var categories = new string[reader.SmallCount(CategoricalFeatureProfile.MaxCategories)];
        for (int i = 0; i < categories.Length; i++)
        {
            categories[i] = reader.SmallText(DriftProfileFile.MaxBytes);
            PayloadReader.Require(i == 0 || string.CompareOrdinal(categories[i - 1], categories[i]) < 0, "its categories must ascend");
        }

        (long[] counts, _) = ReadCounts(ref reader, categories.Length + 1);
        return new CategoricalFeatureProfile(name, categories, counts, reader.SmallCount());
    }

    private static NumericFeatureProfile ReadNumeric(ref PayloadReader reader, string name, byte kind)
    {
        var edges = new double[reader.SmallCount(NumericFeatureProfile.MaxEdges)];
        for (int i = 0; i < edges.Length; i++)
        {
            edges[i] = kind == ShortEdges && i < edges.Length - 1 ? BitConverter.UInt32BitsToSingle(reader.UInt32()) : reader.Double();
            PayloadReader.Require(double.IsFinite(edges[i]) && (i == 0 || edges[i] > edges[i - 1]), "its edges must be finite and ascend");
        }

        PayloadReader.Require(AreShort(edges) == (kind == ShortEdges), "its edges are written longer than they need");
        (long[] counts, long count) = ReadCounts(ref reader, edges.Length + 1);
        long missing = reader.SmallCount();
        long nonFinite = reader.SmallCount();
        var bins = new NumericFeatureProfile(name, edges);
        if (count == 0) { return bins.With(counts, default, double.PositiveInfinity, double.NegativeInfinity, missing, nonFinite); }
        long clamped = reader.SmallCount();
        Int128 sum = reader.Int128();
        var sums = new ExactSums(sum, (UInt128)reader.Int128(), clamped);
        PayloadReader.Require(sums.IsPossible(count), "no values have such sums");
        double min = reader.Double();
        double max = reader.Double();
        PayloadReader.Require(double.IsFinite(min) && double.IsFinite(max) && min <= max, "its range is none");
        return bins.With(counts, sums, min, max, missing, nonFinite);
    }

    private static (long[] Counts, long Sum) ReadCounts(ref PayloadReader reader, int length)
    {
        var counts = new long[length];
        long sum = 0;
        for (int i = 0; i < length; i++)
        {
            counts[i] = reader.SmallCount();
            PayloadReader.Require(counts[i] <= long.MaxValue - sum, "its counts overflow");
            sum += counts[i];
        }

        return (counts, sum);
    }
}

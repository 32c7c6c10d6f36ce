using System.Runtime.InteropServices;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>What is kept of a feature beside the counts of its bins.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FeatureTally(long Missing, long NonFinite, ExactSums Sums, double Min, double Max)
{
    internal static FeatureTally None { get; } = new(0, 0, default, double.PositiveInfinity, double.NegativeInfinity);

    internal static FeatureTally Of(FeatureProfile feature) => feature is NumericFeatureProfile numeric
        ? new FeatureTally(feature.MissingCount, feature.NonFiniteCount, numeric.Sums, numeric.Min, numeric.Max)
        : None with { Missing = feature.MissingCount };

    internal FeatureTally Merge(FeatureTally other) => new(
        Missing + other.Missing, NonFinite + other.NonFinite, Sums.Merge(other.Sums), Math.Min(Min, other.Min), Math.Max(Max, other.Max));

    internal FeatureProfile ToProfile(FeatureProfile bins, long[] counts) => bins is NumericFeatureProfile numeric
        ? numeric.With(counts, Sums, Min, Max, Missing, NonFinite)
        : ((CategoricalFeatureProfile)bins).With(counts, Missing);

    internal void Write(PayloadWriter writer, bool hasMoments)
    {
        BucketNumbers.Write(writer, Missing);
        BucketNumbers.Write(writer, NonFinite);
        if (!hasMoments) { return; }
        BucketNumbers.Write(writer, Sums.Clamped);
        writer.Write((ulong)Sums.Sum);
        writer.Write((ulong)(Sums.Sum >> 64));
        writer.Write((ulong)Sums.Squares);
        writer.Write((ulong)(Sums.Squares >> 64));
        writer.Write(Min);
        writer.Write(Max);
    }

    internal static FeatureTally Read(ref PayloadReader reader, long count, bool hasMoments)
    {
        long missing = BucketNumbers.Read(ref reader);
        long nonFinite = BucketNumbers.Read(ref reader);
        if (!hasMoments) { return None with { Missing = missing, NonFinite = nonFinite }; }
        long clamped = BucketNumbers.Read(ref reader);
        Int128 sum = reader.Int128();
        var sums = new ExactSums(sum, (UInt128)reader.Int128(), clamped);
        var tally = new FeatureTally(missing, nonFinite, sums, reader.Double(), reader.Double());
        PayloadReader.Require(sums.IsPossible(count), "no values have such sums");
        PayloadReader.Require(double.IsFinite(tally.Min) && double.IsFinite(tally.Max) && tally.Min <= tally.Max, "its range is none");
        return tally;
    }
}

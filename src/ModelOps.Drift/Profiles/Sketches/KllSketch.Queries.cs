namespace ModelOps.Drift.Profiles.Sketches;

/// <content>What is asked of a sketch, and its stored form.</content>
public sealed partial class KllSketch
{
    private const int MaxLevels = 61;

    /// <summary>Share of the numbers at or below a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The share and its interval at 99 %; NaN when there are no numbers.</returns>
    public EstimateInterval Rank(double value)
    {
        double weight = 0;
        for (int i = 0; i < _levels.Count; i++)
        {
            long below = 0;
            foreach (double kept in _levels[i]) { below += kept <= value ? 1 : 0; }
            weight += Math.ScaleB(below, i);
        }

        double rank = weight / Count;
        return value < Min || value >= Max
            ? new EstimateInterval(rank, rank, rank)
            : new EstimateInterval(Math.Max(0, rank - RankError), rank, Math.Min(1, rank + RankError));
    }

    /// <summary>The number below which a share of all lies.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <returns>The quantile and its interval at 99 %; NaN when there are no numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of its range.</exception>
    public EstimateInterval Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        (double Value, double Share)[] steps = Steps();
        return new EstimateInterval(At(steps, share - RankError), At(steps, share), At(steps, share + RankError));
    }

    /// <summary>Writes the sketch; equal sketches give equal bytes.</summary>
    /// <returns>The binary form, with a checksum.</returns>
    public byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.Kll);
        writer.Write(K);
        writer.Write(_coins.State);
        writer.Write(Count);
        writer.Write(Min);
        writer.Write(Max);
        writer.Write(_levels.Count);
        foreach (List<double> level in _levels)
        {
            level.Sort();
            writer.Write(level.Count);
            writer.Write([.. level]);
        }

        return writer.Finish();
    }

    /// <summary>Reads a sketch; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <returns>The sketch.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such sketch, or damaged.</exception>
    public static KllSketch Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PayloadReader(bytes, PayloadKind.Kll);
        var sketch = new KllSketch(reader.Int32(MinK, MaxK), reader.UInt64())
        {
            Count = reader.Count(),
            Min = reader.Double(),
            Max = reader.Double(),
        };
        int levels = reader.Int32(1, MaxLevels);
        double weight = 0;
        sketch._levels.Clear();
        for (int i = 0; i < levels; i++)
        {
            double[] kept = reader.Doubles(reader.Int32(0, 2 * MaxK));
            sketch._levels.Add([.. kept]);
            sketch._retained += kept.Length;
            weight += Math.ScaleB(kept.Length, i);
            PayloadReader.Require(Array.TrueForAll(kept, value => value >= sketch.Min && value <= sketch.Max), "a value lies outside the range");
        }

        reader.End();
        PayloadReader.Require(sketch.Count > 0 || (sketch.Min > 0 && sketch.Max < sketch.Min), "it has a range but no values");
        PayloadReader.Require(weight == sketch.Count, "its weights do not add up to its count");
        sketch._room = sketch.Room();
        PayloadReader.Require(sketch._retained < sketch._room, "it keeps more values than its size allows");
        return sketch;
    }

    /// <summary>Kept values in order, each with the share of numbers up to it.</summary>
    internal (double Value, double Share)[] Steps()
    {
        var steps = new List<(double Value, double Share)>();
        for (int i = 0; i < _levels.Count; i++)
        {
            foreach (double kept in _levels[i]) { steps.Add((kept, Math.ScaleB(1, i))); }
        }

        steps.Sort();
        double sum = 0;
        return [.. steps.Select(step => (step.Value, (sum += step.Share) / Count))];
    }

    private double At((double Value, double Share)[] steps, double share)
    {
        if (share <= 0 || share >= 1 || steps.Length == 0)
        {
            return Count == 0 ? double.NaN : share <= 0 ? Min : Max;
        }

        int at = Array.FindIndex(steps, step => step.Share >= share);
        return at < 0 ? Max : steps[at].Value;
    }
}

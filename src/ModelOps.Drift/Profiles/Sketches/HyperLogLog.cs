using System.Numerics;

namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>How many different values a stream holds, in 4,096 bytes. Merging is exact: any order gives the same registers. Not safe for use by several
/// threads at once.</summary>
/// <remarks>Registers as Flajolet, Fusy, Gandouet and Meunier, HyperLogLog, 2007; the estimate as Ertl, New Cardinality Estimation Algorithms for
/// HyperLogLog Sketches, 2017, which needs no table of biases.</remarks>
public sealed class HyperLogLog
{
    private const int IndexBits = 12;
    private const int RegisterCount = 1 << IndexBits;
    private const int ValueBits = 64 - IndexBits;

    private readonly byte[] _registers = new byte[RegisterCount];

    /// <summary>Standard error of the estimate as a share of it: 1.04/√4096.</summary>
    public static double RelativeError => 1.04 / 64;

    /// <summary>Adds a text.</summary>
    /// <param name="value">The text.</param>
    public void Add(ReadOnlySpan<char> value) => AddHash(StableHash.Of(value));

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number; NaN is left out.</param>
    public void Add(double value)
    {
        if (!double.IsNaN(value)) { AddHash(StableHash.Of(value)); }
    }

    /// <summary>Adds all values of another sketch to this one.</summary>
    /// <param name="other">The other sketch.</param>
    public void Merge(HyperLogLog other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < RegisterCount; i++) { _registers[i] = Math.Max(_registers[i], other._registers[i]); }
    }

    /// <summary>Estimates how many different values were added.</summary>
    /// <returns>The estimate and the interval of three standard errors, which holds it with 99.7 %.</returns>
    public EstimateInterval Estimate()
    {
        Span<int> histogram = stackalloc int[ValueBits + 2];
        histogram.Clear();
        foreach (byte register in _registers) { histogram[register]++; }
        double z = RegisterCount * Tau((RegisterCount - histogram[^1]) / (double)RegisterCount);
        for (int i = ValueBits; i >= 1; i--) { z = (z + histogram[i]) / 2; }
        z += RegisterCount * Sigma(histogram[0] / (double)RegisterCount);
        double estimate = RegisterCount * (RegisterCount / (2 * Math.Log(2))) / z;
        return new EstimateInterval(estimate * (1 - (3 * RelativeError)), estimate, estimate * (1 + (3 * RelativeError)));
    }

    /// <summary>Writes the sketch; sketches of the same values give equal bytes.</summary>
    /// <returns>The binary form, with a checksum.</returns>
    public byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.HyperLogLog);
        writer.WriteBytes(_registers);
        return writer.Finish();
    }

    /// <summary>Reads a sketch; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <returns>The sketch.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such sketch, or damaged.</exception>
    public static HyperLogLog Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PayloadReader(bytes, PayloadKind.HyperLogLog);
        ReadOnlySpan<byte> registers = reader.Bytes(RegisterCount);
        PayloadReader.Require(registers.IndexOfAnyExceptInRange<byte>(0, ValueBits + 1) < 0, "a register is too large");
        reader.End();
        var sketch = new HyperLogLog();
        registers.CopyTo(sketch._registers);
        return sketch;
    }

    private void AddHash(ulong hash)
    {
        ref byte register = ref _registers[(int)(hash >> ValueBits)];
        int rank = BitOperations.LeadingZeroCount((hash << IndexBits) | (1UL << (IndexBits - 1))) + 1;
        register = Math.Max(register, (byte)rank);
    }

    private static double Sigma(double x)
    {
        if (x == 1)
        {
            return double.PositiveInfinity;
        }

        double y = 1;
        double z = x;
        for (double before = double.NaN; z != before; y += y)
        {
            x *= x;
            before = z;
            z += x * y;
        }

        return z;
    }

    private static double Tau(double x)
    {
        if (x is 0 or 1)
        {
            return 0;
        }

        double y = 1;
        double z = 1 - x;
        for (double before = double.NaN; z != before;)
        {
            x = Math.Sqrt(x);
            before = z;
            y /= 2;
            z -= (1 - x) * (1 - x) * y;
        }

        return z / 3;
    }
}

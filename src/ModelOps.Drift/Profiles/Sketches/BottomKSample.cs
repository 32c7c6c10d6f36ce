namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>A uniform sample of rows that merges exactly: it keeps the rows whose keys hash lowest, so any sharding and any merge order keep the same rows.
/// Not safe for use by several threads at once.</summary>
/// <remarks>A share seen in the sample errs by at most <see cref="ShareError"/> with 99 % (Dvoretzky, Kiefer, Wolfowitz and Massart). It holds raw values:
/// treat its bytes as you treat the data.</remarks>
public sealed class BottomKSample
{
    internal const int MaxSize = 1_000_000;
    internal const int MaxWidth = 10_000;

    private readonly SortedSet<ulong> _hashes = [];
    private readonly Dictionary<ulong, double[]> _rows = [];

    /// <summary>Begins an empty sample.</summary>
    /// <param name="size">Rows to keep, 1 to 1,000,000.</param>
    /// <param name="width">Values of a row, 1 to 10,000.</param>
    /// <param name="seed">Chooses the sample; samples that are merged must share it.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public BottomKSample(int size, int width, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxWidth);
        (Size, Width, Seed) = (size, width, seed);
    }

    /// <summary>Rows to keep.</summary>
    public int Size { get; }

    /// <summary>Values of a row.</summary>
    public int Width { get; }

    /// <summary>Chooses the sample.</summary>
    public ulong Seed { get; }

    /// <summary>Kept rows in the order of their hashes, which is random.</summary>
    public IReadOnlyCollection<double[]> Rows => [.. _hashes.Select(hash => _rows[hash])];

    /// <summary>Error of a share seen in the sample, held with 99 % over all shares at once; 0 while every row is kept.</summary>
    public double ShareError => _rows.Count < Size ? 0 : Math.Sqrt(Math.Log(2 / 0.01) / (2.0 * Size));

    /// <summary>Offers a row.</summary>
    /// <param name="key">What tells the row from all others, such as a hash of the request's id. A key that was seen before is left out.</param>
    /// <param name="row">Its values; copied if kept.</param>
    /// <exception cref="ArgumentException">The row has another length than <see cref="Width"/>.</exception>
    public void Add(ulong key, ReadOnlySpan<double> row)
    {
        if (row.Length != Width)
        {
            throw new ArgumentException($"The row has {row.Length} values, {Width} were expected.", nameof(row));
        }

        ulong hash = SplitMix64.Mix(key ^ SplitMix64.Mix(Seed));
        if (Admits(hash)) { Keep(hash, row.ToArray()); }
    }

    /// <summary>Adds all rows of another sample to this one.</summary>
    /// <param name="other">A sample of the same size, width and seed.</param>
    /// <exception cref="ArgumentException">The samples do not fit each other.</exception>
    public void Merge(BottomKSample other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if ((other.Size, other.Width, other.Seed) != (Size, Width, Seed))
        {
            throw new ArgumentException("The samples differ in size, width or seed. Make both alike.", nameof(other));
        }

        foreach ((ulong hash, double[] row) in other._rows.ToArray())
        {
            if (Admits(hash)) { Keep(hash, row); }
        }
    }

    /// <summary>Writes the sample; samples of the same rows give equal bytes.</summary>
    /// <returns>The binary form, with a checksum. It holds the rows' values.</returns>
    public byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.BottomK);
        writer.Write(Size);
        writer.Write(Width);
        writer.Write(Seed);
        writer.Write(_rows.Count);
        foreach (ulong hash in _hashes)
        {
            writer.Write(hash);
            writer.Write(_rows[hash]);
        }

        return writer.Finish();
    }

    /// <summary>Reads a sample; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <returns>The sample.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such sample, or damaged.</exception>
    public static BottomKSample Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PayloadReader(bytes, PayloadKind.BottomK);
        var sample = new BottomKSample(reader.Int32(1, MaxSize), reader.Int32(1, MaxWidth), reader.UInt64());
        int rows = reader.Int32(0, sample.Size);
        for (int i = 0; i < rows; i++)
        {
            ulong hash = reader.UInt64();
            PayloadReader.Require(sample._hashes.Add(hash), "a row occurs twice");
            sample._rows.Add(hash, reader.AnyDoubles(sample.Width));
        }

        reader.End();
        return sample;
    }

    private bool Admits(ulong hash) => (_rows.Count < Size || hash < _hashes.Max) && !_rows.ContainsKey(hash);

    private void Keep(ulong hash, double[] row)
    {
        _hashes.Add(hash);
        _rows.Add(hash, row);
        if (_rows.Count > Size)
        {
            _rows.Remove(_hashes.Max);
            _hashes.Remove(_hashes.Max);
        }
    }
}

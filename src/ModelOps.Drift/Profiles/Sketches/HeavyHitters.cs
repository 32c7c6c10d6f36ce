namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>The commonest texts of a stream, such as categories that the reference does not list. Not safe for use by several threads at once: merge one
/// each.</summary>
/// <remarks>Space-Saving (Metwally, Agrawal and El Abbadi, 2005), merged as Agarwal et al., Mergeable Summaries, 2012. Every value that occurs more
/// often than <see cref="MaxError"/> is listed; no count is too low, none too high by more than that. Exact, in any order, while
/// fewer values occur than there are places.</remarks>
public sealed class HeavyHitters
{
    /// <summary>Texts are cut to so many characters, so that hostile values cannot fill memory.</summary>
    public const int MaxTextLength = 256;

    internal const int MaxCapacity = 65_536;

    private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Begins an empty list.</summary>
    /// <param name="capacity">Places, 1 to 65,536; default 128.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is out of its range.</exception>
    public HeavyHitters(int capacity = 128)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaxCapacity);
        Capacity = capacity;
    }

    /// <summary>Places.</summary>
    public int Capacity { get; }

    /// <summary>Texts added.</summary>
    public long Count { get; private set; }

    /// <summary>Most that a count can be too high, and most occurrences of a value that is not listed; at most <see cref="Count"/>/<see cref="Capacity"/>
    /// for one stream. Merging adds the errors of both sides.</summary>
    public long MaxError { get; private set; }

    /// <summary>Adds a text.</summary>
    /// <param name="value">The text; only its first <see cref="MaxTextLength"/> characters count.</param>
    public void Add(ReadOnlySpan<char> value)
    {
        ReadOnlySpan<char> key = value[..Math.Min(value.Length, MaxTextLength)];
        Count++;
        if (_places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out Place? place))
        {
            place.Count++;
            return;
        }

        long error = 0;
        if (_places.Count == Capacity)
        {
            (string least, Place evicted) = Least();
            error = evicted.Count;
            MaxError = Math.Max(MaxError, error);
            _places.Remove(least);
        }

        _places.Add(key.ToString(), new Place { Count = error + 1, Error = error });
    }

    /// <summary>Adds all texts of another list to this one.</summary>
    /// <param name="other">A list of the same capacity.</param>
    /// <exception cref="ArgumentException">The capacities differ.</exception>
    public void Merge(HeavyHitters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Capacity != Capacity)
        {
            throw new ArgumentException($"The lists have {Capacity} and {other.Capacity} places. Make both alike.", nameof(other));
        }

        Count = checked(Count + other.Count);

        // A value that one side does not list may have occurred there as often as its error says.
        foreach ((string value, Place place) in _places)
        {
            Place? same = other._places.GetValueOrDefault(value);
            place.Count += same?.Count ?? other.MaxError;
            place.Error += same?.Error ?? other.MaxError;
        }

        foreach ((string value, Place place) in other._places)
        {
            _places.TryAdd(value, new Place { Count = place.Count + MaxError, Error = place.Error + MaxError });
        }

        MaxError += other.MaxError;
        foreach (HeavyHitter dropped in Top().Skip(Capacity))
        {
            MaxError = Math.Max(MaxError, dropped.Count);
            _places.Remove(dropped.Value);
        }
    }

    /// <summary>The listed values, commonest first; ties in ordinal order.</summary>
    /// <returns>At most <see cref="Capacity"/> values.</returns>
    public IReadOnlyList<HeavyHitter> Top() =>
        [.. _places.Select(static pair => new HeavyHitter(pair.Key, pair.Value.Count, pair.Value.Error))
            .OrderByDescending(static place => place.Count).ThenBy(static place => place.Value, StringComparer.Ordinal)];

    /// <summary>Writes the list; equal lists give equal bytes.</summary>
    /// <returns>The binary form, with a checksum.</returns>
    public byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.HeavyHitters);
        writer.Write(Capacity);
        writer.Write(Count);
        writer.Write(MaxError);
        writer.Write(_places.Count);
        foreach (HeavyHitter place in Top())
        {
            writer.Write(place.Value);
            writer.Write(place.Count);
            writer.Write(place.MaxError);
        }

        return writer.Finish();
    }

    /// <summary>Reads a list; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <returns>The list.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such list, or damaged.</exception>
    public static HeavyHitters Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PayloadReader(bytes, PayloadKind.HeavyHitters);
        var list = new HeavyHitters(reader.Int32(1, MaxCapacity)) { Count = reader.Count(), MaxError = reader.Count() };
        int places = reader.Int32(0, list.Capacity);
        for (int i = 0; i < places; i++)
        {
            string value = reader.Text(MaxTextLength);
            var place = new Place { Count = reader.Count(), Error = reader.Count() };
            bool fits = place.Error <= place.Count && place.Count <= list.Count && place.Error <= list.MaxError;
            PayloadReader.Require(fits && list._places.TryAdd(value, place), "its counts contradict each other");
        }

        reader.End();
        PayloadReader.Require(list.MaxError <= list.Count, "its counts contradict each other");
        return list;
    }

    // Ties go to the ordinally first, so that the same stream always gives the same list.
    private (string Value, Place Place) Least()
    {
        (string Value, Place Place) least = default;
        foreach ((string value, Place place) in _places)
        {
            if (least.Place is null || place.Count < least.Place.Count
                || (place.Count == least.Place.Count && string.CompareOrdinal(value, least.Value) < 0))
            {
                least = (value, place);
            }
        }

        return least;
    }

    private sealed class Place
    {
        internal long Count { get; set; }

        internal long Error { get; set; }
    }
}

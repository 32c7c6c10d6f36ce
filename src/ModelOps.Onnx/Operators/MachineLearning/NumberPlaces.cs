using System.Collections.Frozen;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The places of categories that are numbers: a table where they lie close together, else a dictionary. Immutable.</summary>
internal sealed class NumberPlaces
{
    private const int LongestTable = 4096;

    private readonly long _first;
    private readonly int[] _table = [];
    private readonly FrozenDictionary<long, int>? _places;

    /// <summary>Takes the categories; the last of equal ones counts.</summary>
    public NumberPlaces(long[] categories)
    {
        _first = categories.Min();
        Int128 range = (Int128)categories.Max() - _first + 1;
        if (range > LongestTable)
        {
            Dictionary<long, int> places = [];
            for (int i = 0; i < categories.Length; i++) { places[categories[i]] = i; }
            _places = places.ToFrozenDictionary();
            return;
        }

        _table = new int[(int)range];
        Array.Fill(_table, -1);
        for (int i = 0; i < categories.Length; i++) { _table[categories[i] - _first] = i; }
    }

    /// <summary>The place of a category; -1 for a number that is none.</summary>
    public int Find(long number)
    {
        if (_places is not null) { return _places.TryGetValue(number, out int place) ? place : -1; }
        ulong at = unchecked((ulong)number - (ulong)_first);
        return at < (ulong)_table.Length ? _table[at] : -1;
    }
}

using System.Globalization;

namespace ModelOps.Registry.Datasets;

/// <summary>Profiles one column in one pass and constant memory.</summary>
internal sealed class ColumnProfiler(string name)
{
    private const int MaxShown = 256;
    private readonly DistinctCounter _distinct = new();
    private long _count;
    private long _nulls;
    private long _booleans;
    private long _integers;
    private long _numbers;
    private long _times;
    private double _mean;
    private double _least = double.PositiveInfinity;
    private double _greatest = double.NegativeInfinity;
    private string? _first;
    private string? _last;

    public void Add(string? value)
    {
        if (value is null)
        {
            _nulls++;
            return;
        }

        _count++;
        _distinct.Add(value);
        if (_first is null || string.CompareOrdinal(value, _first) < 0) { _first = value; }
        if (_last is null || string.CompareOrdinal(value, _last) > 0) { _last = value; }
        if (value.Length > 40) { return; } // no number or date
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
        {
            _numbers++;
            _mean += (number - _mean) / _numbers; // Welford: no sum that could overflow
            _least = Math.Min(_least, number);
            _greatest = Math.Max(_greatest, number);
            if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) { _integers++; }
        }
        else if (bool.TryParse(value, out _))
        {
            _booleans++;
        }
        else if (value.Length >= 10 && value[4] == '-' && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            _times++;
        }
    }

    public DatasetColumnProfile Finish()
    {
        DatasetColumnType type = _count == 0 ? DatasetColumnType.Empty
            : _integers == _count ? DatasetColumnType.Integer
            : _numbers == _count ? DatasetColumnType.Number
            : _booleans == _count ? DatasetColumnType.Boolean
            : _times == _count ? DatasetColumnType.Timestamp
            : DatasetColumnType.Text;
        bool numeric = type is DatasetColumnType.Integer or DatasetColumnType.Number;
        return new DatasetColumnProfile
        {
            Name = name,
            Type = type,
            Count = _count,
            Nulls = _nulls,
            DistinctEstimate = _distinct.Estimate(),
            Minimum = numeric ? _least.ToString("R", CultureInfo.InvariantCulture) : Cut(_first),
            Maximum = numeric ? _greatest.ToString("R", CultureInfo.InvariantCulture) : Cut(_last),
            Mean = numeric ? _mean : null,
        };
    }

    private static string? Cut(string? text) => text is { Length: > MaxShown } ? text[..MaxShown] : text;
}

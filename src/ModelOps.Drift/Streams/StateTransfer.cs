namespace ModelOps.Drift.Streams;

/// <summary>Reads or writes the parts of a detector, so that one method says both and they cannot differ.</summary>
internal sealed class StateTransfer
{
    private const long LargestWhole = 1L << 53;

    private readonly bool _reads;
    private int _used;

    private StateTransfer(Dictionary<string, double[]> values, bool reads)
    {
        Values = values;
        _reads = reads;
    }

    internal Dictionary<string, double[]> Values { get; }

    internal static StateTransfer Writer() => new(new(StringComparer.Ordinal), reads: false);

    internal static StateTransfer Reader(Dictionary<string, double[]> values) => new(values, reads: true);

    internal void Number(string name, ref double value) => Numbers(name, new Span<double>(ref value));

    internal void Whole(string name, ref long value, long max = LargestWhole)
    {
        double number = value;
        Number(name, ref number);
        if (_reads)
        {
            value = number >= 0 && number <= max && number == Math.Floor(number)
                ? (long)number
                : throw new StreamDetectorFormatException($"'{name}' should be a whole number of 0 to {max}");
        }
    }

    internal void Whole(string name, ref int value, int max = int.MaxValue)
    {
        long number = value;
        Whole(name, ref number, max);
        value = (int)number;
    }

    internal void Flag(string name, ref bool value)
    {
        int number = value ? 1 : 0;
        Whole(name, ref number, 1);
        value = number == 1;
    }

    internal void Choice<TEnum>(string name, ref TEnum value)
        where TEnum : struct, Enum
    {
        TEnum[] members = Enum.GetValues<TEnum>();
        int index = Array.IndexOf(members, value);
        Whole(name, ref index, members.Length - 1);
        value = members[index];
    }

    internal void Numbers(string name, Span<double> values)
    {
        if (!_reads)
        {
            Values.Add(name, values.ToArray());
            return;
        }

        if (!Values.TryGetValue(name, out double[]? saved) || saved is null || saved.Length != values.Length || Array.Exists(saved, double.IsNaN))
        {
            throw new StreamDetectorFormatException($"'{name}' should be {values.Length} numbers");
        }

        _used++;
        saved.CopyTo(values);
    }

    internal void End()
    {
        if (_used != Values.Count)
        {
            throw new StreamDetectorFormatException("it has parts that this detector does not know");
        }
    }
}

namespace ModelOps.Onnx.Forests.XGBoost;

/// <summary>Collects the elements of an array: as long as they are numbers, as numbers.</summary>
internal sealed class NumberList
{
    private readonly List<double> _numbers = [];
    private List<object>? _items;

    public void Add(object item)
    {
        if (_items is null && item is double number) { _numbers.Add(number); }
        else
        {
            _items ??= [.. _numbers.Select(static each => (object)each)];
            _items.Add(item);
        }
    }

    public void Add(double number)
    {
        if (_items is null) { _numbers.Add(number); }
        else { _items.Add(number); }
    }

    public object ToArray() => _items is null ? _numbers.ToArray() : _items.ToArray();
}

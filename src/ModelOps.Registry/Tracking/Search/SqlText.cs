using System.Globalization;
using System.Text;

namespace ModelOps.Registry.Tracking.Search;

/// <summary>A statement in the making: text from constants alone, every value a parameter.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<object?> _parameters = [];

    public IReadOnlyList<object?> Parameters => _parameters;

    public SqlText Append(string constant)
    {
        _text.Append(constant);
        return this;
    }

    /// <summary>Keeps a value and returns what stands for it.</summary>
    public string Add(object value)
    {
        _parameters.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_parameters.Count}");
    }

    public string AddAll(IEnumerable<object> values) => string.Join(", ", values.Select(Add));

    public override string ToString() => _text.ToString();
}

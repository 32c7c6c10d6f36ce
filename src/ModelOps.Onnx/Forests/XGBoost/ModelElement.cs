using System.Globalization;

namespace ModelOps.Onnx.Forests.XGBoost;

/// <summary>A part of a model that was read as JSON or UBJSON, and where it is, for errors.</summary>
/// <param name="value">A dictionary, an array of objects, an array of doubles, a string or a double.</param>
/// <param name="path">Where.</param>
internal readonly struct ModelElement(object value, string path)
{
    /// <summary>A member; its absence is an error.</summary>
    public ModelElement this[string name] => Find(name) ?? throw Error($"has no member '{name}'");

    /// <summary>A member, or null.</summary>
    public ModelElement? Find(string name)
    {
        if (value is not IReadOnlyDictionary<string, object> members) { throw Error("is no object"); }
        return members.TryGetValue(name, out object? member) ? new ModelElement(member, $"{path}.{name}") : null;
    }

    /// <summary>Elements of an array of objects.</summary>
    public IReadOnlyList<ModelElement> Items()
    {
        string name = path;
        return value switch
        {
            double[] { Length: 0 } => [],
            object[] items => [.. items.Select((item, index) => new ModelElement(item, $"{name}[{index}]"))],
            _ => throw Error("is no list"),
        };
    }

    /// <summary>An array of numbers; truth values are 0 and 1.</summary>
    public double[] Numbers() => value as double[] ?? throw Error("is no list of numbers");

    /// <summary>An array of numbers of a known length.</summary>
    public double[] Numbers(int count)
    {
        double[] numbers = Numbers();
        return numbers.Length == count ? numbers : throw Error($"has {numbers.Length} elements instead of {count}");
    }

    /// <summary>An array of whole numbers.</summary>
    public int[] Ints() => [.. Numbers().Select(Whole)];

    /// <summary>An array of whole numbers of a known length.</summary>
    public int[] Ints(int count) => [.. Numbers(count).Select(Whole)];

    public string Text() => value as string ?? throw Error("is no text");

    /// <summary>A whole number, which XGBoost writes as text.</summary>
    public int Int() => value switch
    {
        double number => Whole(number),
        string text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) => number,
        _ => throw Error("is no whole number"),
    };

    /// <summary>Numbers which XGBoost writes as text: one, or since 3.1 a list in brackets.</summary>
    public float[] Floats()
    {
        switch (value)
        {
            case double number:
                return [(float)number];
            case double[] numbers:
                return [.. numbers.Select(static number => (float)number)];
            case string text:
                string[] items = text.Trim().TrimStart('[').TrimEnd(']').Split(',');
                float[] floats = new float[items.Length];
                for (int i = 0; i < items.Length; i++)
                {
                    if (!float.TryParse(items[i], NumberStyles.Float, CultureInfo.InvariantCulture, out floats[i])) { throw Error($"is {Quote.Short(text)}, which holds no number"); }
                }

                return floats;
            default:
                throw Error("is no number");
        }
    }

    public ForestFormatException Error(string problem) => new($"{path} {problem}. Save the model again with XGBoost.");

    private int Whole(double number) => number >= int.MinValue && number <= int.MaxValue && Math.Truncate(number) == number
        ? (int)number
        : throw Error($"holds {number}, and a whole number was expected");
}

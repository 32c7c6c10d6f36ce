using ModelOps.Generators.Model;

namespace ModelOps.Generators.Emit;

/// <summary>Writes the method that reads rows.</summary>
internal static class OutputWriter
{
    public static void Write(CodeWriter code, TypeMapping mapping, string contract)
    {
        code.Open($"static void {contract}.Read(global::ModelOps.TensorRowReader reader, global::System.Span<{mapping.FullName}> rows)");
        Dictionary<string, string> values = [];
        for (int i = 0; i < mapping.Tensors.Count; i++) { WriteTensor(code, mapping.Tensors[i], i, values); }
        code.Open("for (int i = 0; i < rows.Length; i++)");
        code.Open($"rows[i] = new {mapping.FullName}({string.Join(", ", mapping.ConstructorProperties.Select(p => values[p.TrimStart('@')]))})");
        foreach (PropertyMapping property in mapping.Tensors.SelectMany(static t => t.Properties).Where(p => !mapping.ConstructorProperties.Contains(p.Name.TrimStart('@'))))
        {
            code.Line($"{property.Name} = {values[property.Name.TrimStart('@')]},");
        }

        code.Close("};");
        code.Close();
        code.Close();
    }

    private static void WriteTensor(CodeWriter code, TensorMapping tensor, int index, Dictionary<string, string> values)
    {
        PropertyMapping property = tensor.Properties[0];
        bool isVector = property.Shape != ValueShape.Scalar;
        code.Line(tensor.Element.IsText
            ? $"global::ModelOps.BytesElementEnumerator t{index} = reader.ReadStrings({index});"
            : $"global::System.ReadOnlySpan<{tensor.Element.Type}> t{index} = reader.Read<{tensor.Element.Type}>({index});");
        if (isVector) { code.Line($"int n{index} = reader.RowLength({index});"); }
        for (int c = 0; c < tensor.Properties.Count; c++)
        {
            int count = tensor.Properties.Count;
            string place = count == 1 ? "i" : c == 0 ? $"i * {count}" : $"(i * {count}) + {c}";
            property = tensor.Properties[c];
            values[property.Name.TrimStart('@')] = (tensor.Element.IsText, isVector) switch
            {
                (true, true) => $"global::ModelOps.TensorRowReader.Next(ref t{index}, n{index})",
                (true, false) => $"global::ModelOps.TensorRowReader.Next(ref t{index})",
                (false, true) => $"t{index}.Slice(i * n{index}, n{index}).ToArray()",
                _ => Convert(property, tensor.Element, $"t{index}[{place}]"),
            };
        }
    }

    private static string Convert(PropertyMapping property, Element element, string value)
    {
        string converted = property.Element.IsBool && !element.IsBool ? $"({value} != ({element.Type})0)"
            : property.IsEnum ? $"({property.ValueType}){Cast(property.Element.Type, element.Type, value)}"
            : Cast(property.ValueType, element.Type, value);
        if (!property.IsNullable) { return converted; }
        return element.IsFloating ? $"({element.Type}.IsNaN({value}) ? default({property.ValueType}?) : {converted})" : converted;
    }

    private static string Cast(string to, string from, string value) => to == from ? value : $"({to}){value}";
}

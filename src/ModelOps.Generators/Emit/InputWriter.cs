using ModelOps.Generators.Model;

namespace ModelOps.Generators.Emit;

/// <summary>Writes the method that writes rows.</summary>
internal static class InputWriter
{
    public static void Write(CodeWriter code, TypeMapping mapping, string contract)
    {
        code.Open($"static void {contract}.Write(global::System.ReadOnlySpan<{mapping.FullName}> rows, global::ModelOps.TensorRowWriter writer)");
        for (int i = 0; i < mapping.Tensors.Count; i++) { WriteTensor(code, mapping.Tensors[i], i); }
        code.Open("for (int i = 0; i < rows.Length; i++)");
        code.Line($"ref readonly {mapping.FullName} row = ref rows[i];");
        for (int i = 0; i < mapping.Tensors.Count; i++) { WriteRow(code, mapping.Tensors[i], i); }
        code.Close();
        code.Close();
    }

    private static void WriteTensor(CodeWriter code, TensorMapping tensor, int index)
    {
        PropertyMapping property = tensor.Properties[0];
        string length = property.Shape switch
        {
            ValueShape.Scalar => string.Empty,
            ValueShape.Array => $", rows[0].{property.Name}?.Length ?? 0",
            _ => $", rows[0].{property.Name}.Length",
        };
        code.Line(tensor.Element.IsText
            ? $"global::ModelOps.InferenceTensor t{index} = writer.AddStrings({index}{length});"
            : $"global::System.Span<{tensor.Element.Type}> t{index} = writer.Add<{tensor.Element.Type}>({index}{length});");
    }

    private static void WriteRow(CodeWriter code, TensorMapping tensor, int index)
    {
        PropertyMapping property = tensor.Properties[0];
        if (tensor.IsFeatures)
        {
            int count = tensor.Properties.Count;
            for (int c = 0; c < count; c++)
            {
                string place = count == 1 ? "i" : c == 0 ? $"i * {count}" : $"(i * {count}) + {c}";
                code.Line($"t{index}[{place}] = {Convert(tensor.Properties[c], tensor.Element)};");
            }

            return;
        }

        string span = property.Shape == ValueShape.Array
            ? $"new global::System.ReadOnlySpan<{property.Element.Type}>(row.{property.Name})"
            : $"row.{property.Name}.Span";
        code.Line(property.Shape == ValueShape.Scalar
            ? tensor.Element.IsText ? $"writer.Append({index}, i, row.{property.Name}, t{index});" : $"t{index}[i] = {Convert(property, tensor.Element)};"
            : tensor.Element.IsText ? $"writer.Append({index}, i, {span}, t{index});" : $"writer.Copy<{tensor.Element.Type}>({index}, i, {span}, t{index});");
    }

    private static string Convert(PropertyMapping property, Element element)
    {
        string value = property.IsNullable ? $"row.{property.Name}.GetValueOrDefault()" : $"row.{property.Name}";
        string converted = property.Element.IsBool && !element.IsBool ? $"({element.Type})({value} ? 1 : 0)"
            : property.IsEnum || property.IsDecimal ? Cast(element.Type, property.Element.Type, $"({property.Element.Type}){value}")
            : Cast(element.Type, property.Element.Type, value);
        return property.IsNullable ? $"row.{property.Name}.HasValue ? {converted} : {element.Type}.NaN" : converted;
    }

    private static string Cast(string to, string from, string value) => to == from ? value : $"({to}){value}";
}

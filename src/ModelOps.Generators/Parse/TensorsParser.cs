using Microsoft.CodeAnalysis;
using ModelOps.Generators.Model;

namespace ModelOps.Generators.Parse;

/// <summary>Reads the tensors of one type.</summary>
internal sealed class TensorsParser(INamedTypeSymbol type, Direction direction, List<DiagnosticInfo> diagnostics)
{
    private readonly AttributeData? _features = type.GetAttributes().FirstOrDefault(static a => a.AttributeClass?.ToDisplayString() == AttributeNames.Features);

    public IReadOnlyList<string> ConstructorProperties { get; private set; } = [];

    public EquatableList<TensorMapping> Parse()
    {
        FoundProperty[] mapped = [.. FoundProperty.In(type).Where(IsMapped)];
        if (mapped.Length == 0 && diagnostics.Count == 0)
        {
            diagnostics.Add(DiagnosticInfo.At(TypeLocation, Diagnostics.NothingMapped, type.Name, direction == Direction.Input ? "read" : "set"));
        }

        FoundProperty[] columns = [.. mapped.Where(IsFeature)];
        List<TensorMapping> tensors = [];
        if (_features is not null) { AddFeatures(columns, tensors); }
        foreach (FoundProperty property in mapped.Except(columns)) { AddTensor(property, tensors); }
        CheckNames(tensors);
        if (direction == Direction.Output) { ChooseConstructor(mapped); }
        return new EquatableList<TensorMapping>(tensors);
    }

    private Location? TypeLocation => type.Locations.FirstOrDefault();

    private bool IsMapped(FoundProperty property)
    {
        if (property.IsIgnored)
        {
            if (property.Tensor is not null || property.Feature is not null)
            {
                Wrong("TensorIgnore", property, "contradicts the other attribute on it", "keep one of them");
            }

            return false;
        }

        if (direction == Direction.Input) { return property.Symbol.GetMethod is not null; }
        if (property.Symbol.SetMethod is not null || IsParameter(property)) { return true; }
        if (property.Tensor is not null || property.Feature is not null)
        {
            diagnostics.Add(DiagnosticInfo.At(property.Location, Diagnostics.CannotBeSet, property.Member, "it 'init' or 'set', or a constructor parameter of its name and type"));
        }

        return false; // computed from the others
    }

    private bool IsParameter(FoundProperty property) => type.InstanceConstructors.Any(constructor =>
        constructor.Parameters.Any(p => string.Equals(p.Name, property.Symbol.Name, StringComparison.OrdinalIgnoreCase)));

    private bool IsFeature(FoundProperty property)
    {
        if (property is { Tensor: not null, Feature: not null })
        {
            Wrong("Feature", property, "contradicts [Tensor]: a property is a column or a tensor", "keep one of them");
        }
        else if (property.Feature is not null && _features is null)
        {
            Wrong("Feature", property, $"needs [Features(\"...\")] on '{type.Name}'", "add it, or name a tensor of its own with [Tensor(\"...\")]");
        }

        return _features is not null && property.Tensor is null && (property.Feature is not null || PropertyParser.IsNumber(property.Symbol.Type));
    }

    private void AddFeatures(FoundProperty[] columns, List<TensorMapping> tensors)
    {
        string name = _features!.ConstructorArguments.FirstOrDefault().Value as string ?? string.Empty;
        int dataType = _features.NamedArguments.FirstOrDefault(static a => a.Key == "DataType").Value.Value as int? ?? 11;
        if (Element.OfFeatures(dataType) is not { } element)
        {
            WrongOnType("Features", "has a DataType that features cannot be of", "use Float32, Float64, Float16, Int32 or Int64");
            return;
        }

        if (columns.Length == 0)
        {
            WrongOnType("Features", "has no effect, as the type has no number without [Tensor]", "remove it, or a [Tensor]");
            return;
        }

        if (columns.Any(static c => c.Feature is not null)) { columns = Sort(columns); }
        List<PropertyMapping> properties = [.. columns.Select(c => PropertyParser.Parse(c, element, direction, diagnostics)).OfType<PropertyMapping>()];
        foreach (FoundProperty vector in columns.Where(static c => !PropertyParser.IsNumber(c.Symbol.Type)))
        {
            Wrong("Feature", vector, "is not one number", "name a tensor of its own with [Tensor(\"...\")]");
        }

        tensors.Add(new TensorMapping(name, element, new EquatableList<int>([properties.Count]), new EquatableList<PropertyMapping>(properties), IsFeatures: true));
    }

    private FoundProperty[] Sort(FoundProperty[] columns)
    {
        FoundProperty[] sorted = [.. columns.OrderBy(static c => c.Column)];
        for (int i = 0; i < sorted.Length; i++)
        {
            FoundProperty column = sorted[i];
            if (column.Column == i) { continue; }
            string wrong = column.Feature is null ? "has no [Feature], though others have"
                : column.Column < 0 ? $"is feature {column.Column}"
                : i > 0 && sorted[i - 1].Column == column.Column ? $"is feature {column.Column}, as '{sorted[i - 1].Member}' is"
                : $"is feature {column.Column}, but there is no feature {i}";
            diagnostics.Add(DiagnosticInfo.At(column.Location, Diagnostics.WrongColumns, column.Member, wrong));
            break;
        }

        return sorted;
    }

    private void AddTensor(FoundProperty property, List<TensorMapping> tensors)
    {
        if (PropertyParser.Parse(property, null, direction, diagnostics) is not { } mapping) { return; }
        int[] rowShape = property.RowShape;
        if (property.TensorName.Length == 0) { Wrong("Tensor", property, "has an empty name", "name the model's tensor"); }
        if (rowShape.Length > 0 && mapping.Shape == ValueShape.Scalar) { Wrong("Tensor", property, "gives a shape to a single value", "remove the shape"); }
        if (rowShape.Any(static d => d <= 0)) { Wrong("Tensor", property, "has a dimension that is not above 0", "leave the shape out when rows may be of any length"); }
        if (mapping.Shape != ValueShape.Scalar && rowShape.Length == 0) { rowShape = [-1]; }
        tensors.Add(new TensorMapping(
            property.TensorName, mapping.Element, new EquatableList<int>(rowShape), new EquatableList<PropertyMapping>([mapping]), IsFeatures: false));
    }

    private void CheckNames(List<TensorMapping> tensors)
    {
        for (int i = 1; i < tensors.Count; i++)
        {
            if (tensors.Take(i).FirstOrDefault(t => t.Name == tensors[i].Name) is not { } first) { continue; }
            string property = tensors[i].Properties[0].Name;
            Location? location = FoundProperty.In(type).FirstOrDefault(p => p.Symbol.Name == property)?.Location ?? TypeLocation;
            string other = first.IsFeatures ? $"[Features] of {type.Name}" : $"{type.Name}.{first.Properties[0].Name}";
            diagnostics.Add(DiagnosticInfo.At(location, Diagnostics.DuplicateTensor, $"{type.Name}.{property}", tensors[i].Name, other));
        }
    }

    private void ChooseConstructor(FoundProperty[] mapped)
    {
        if (diagnostics.Count > 0) { return; }
        if (ConstructorChoice.Of(type, mapped) is { } chosen)
        {
            ConstructorProperties = [.. chosen.Select(static p => p.Symbol.Name)];
            return;
        }

        diagnostics.Add(DiagnosticInfo.At(
            TypeLocation, Diagnostics.CannotBeSet, type.Name, "it a constructor whose parameters are mapped properties by name and type, and the other properties 'init' or 'set'"));
    }

    private void Wrong(string attribute, FoundProperty property, string wrong, string mend) =>
        diagnostics.Add(DiagnosticInfo.At(property.Location, Diagnostics.WrongAttribute, attribute, property.Member, wrong, mend));

    private void WrongOnType(string attribute, string wrong, string mend) =>
        diagnostics.Add(DiagnosticInfo.At(TypeLocation, Diagnostics.WrongAttribute, attribute, type.Name, wrong, mend));
}

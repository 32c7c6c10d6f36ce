using System.Collections;
using System.Globalization;
using System.Text;

namespace ModelOps.Onnx.Tests.Support;

/// <summary>Every public property of a model as text, by reflection: two models are the same when their dumps are.</summary>
internal static class Dump
{
    public static string Of(object? value)
    {
        StringBuilder text = new();
        Append(text, value, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int level)
    {
        switch (value)
        {
            case null: text.AppendLine("null"); break;
            case string or bool or Enum: text.AppendLine(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"); break;
            case float number: text.AppendLine(CultureInfo.InvariantCulture, $"float {BitConverter.SingleToInt32Bits(number):x8}"); break;
            case long or int: text.AppendLine(CultureInfo.InvariantCulture, $"integer {value}"); break;
            case ReadOnlyMemory<byte> bytes: text.Append("bytes ").AppendLine(Convert.ToHexString(bytes.Span)); break;
            case IReadOnlyDictionary<string, long> sets: Append(text, Sorted(sets), level); break;
            case IReadOnlyDictionary<string, string> entries: Append(text, Sorted(entries), level); break;
            case IEnumerable items:
                text.AppendLine("list");
                foreach (object? item in items) { Append(text.Append(' ', level + 1), item, level + 1); }
                break;
            default:
                text.AppendLine(value.GetType().Name);
                foreach (System.Reflection.PropertyInfo property in value.GetType().GetProperties().Where(static property => property.GetMethod!.GetParameters().Length == 0 && !property.GetMethod.IsStatic))
                {
                    Append(text.Append(' ', level + 1).Append(property.Name).Append(": "), property.GetValue(value), level + 1);
                }

                break;
        }
    }

    private static string[] Sorted<T>(IReadOnlyDictionary<string, T> entries) =>
        [.. entries.OrderBy(static entry => entry.Key, StringComparer.Ordinal).Select(static entry => $"{entry.Key} = {entry.Value}")];
}

using System.Runtime.InteropServices;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>How a requested output is to be sent.</summary>
/// <param name="IsBinary">Whether in binary form; null for what the request says for all.</param>
/// <param name="Classes">How many of the best classes to send in place of the scores; 0 for the scores.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutputForm(bool? IsBinary, int Classes);

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Ways between blocks of an image and channels.</summary>
internal enum SpaceDepth
{
    /// <summary>Blocks become channels.</summary>
    ToDepth,

    /// <summary>Channels become blocks; the place in the block changes slowest among channels (mode <c>DCR</c>).</summary>
    ToSpaceDepthFirst,

    /// <summary>Channels become blocks; the place in the block changes fastest among channels (mode <c>CRD</c>).</summary>
    ToSpaceColumnRow,
}

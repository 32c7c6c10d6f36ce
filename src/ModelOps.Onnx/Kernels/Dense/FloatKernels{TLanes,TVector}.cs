using ModelOps.Onnx.Kernels.Lanes;
using ModelOps.Onnx.Kernels.Recurrent;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>The kernels of one width.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal sealed unsafe class FloatKernels<TLanes, TVector> : FloatKernels
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    public override void Multiply(float* a, nint stride, int rows, float* panels, int depth, int columns, in Epilogue end, float* y, nint yStride) =>
        MatrixProduct<TLanes, TVector>.Run(a, stride, rows, panels, depth, columns, in end, y, yStride);

    public override void MultiplyPlain(
        float* a, nint stride, int rows, float* b, nint width, int depth, int columns, in Epilogue end, float* y, nint yStride) =>
        MatrixProduct<TLanes, TVector>.RunPlain(a, stride, rows, b, width, depth, columns, in end, y, yStride);

    public override void Dots(float* x, int rows, int depth, float* weights, int stride, int targets, in Epilogue end, float* y) =>
        RowDots<TLanes, TVector>.Run(x, rows, depth, weights, stride, targets, in end, y);

    public override void Activate(Activation activation, float* values, nint length) => Activations<TLanes, TVector>.Run(activation, values, length);

    public override void LstmCell(float* gates, float* c, float* h, int hidden) => RecurrentCells<TLanes, TVector>.Lstm(gates, c, h, hidden);

    public override void AddProduct(float* to, float* left, float* right, int length) => RecurrentCells<TLanes, TVector>.AddProduct(to, left, right, length);

    public override void Product(float* to, float* left, float* right, int length) => RecurrentCells<TLanes, TVector>.Product(to, left, right, length);

    public override void Blend(float* to, float* update, float* candidate, int length) => RecurrentCells<TLanes, TVector>.Blend(to, update, candidate, length);
}

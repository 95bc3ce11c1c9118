"""``python -m husky_kernel.kernel -f CONNECTION_FILE``: what the kernelspec starts."""

from ipykernel.kernelapp import IPKernelApp

from husky_kernel.kernel.kernel import HuskyKernel

if __name__ == "__main__":
    IPKernelApp.launch_instance(kernel_class=HuskyKernel)
